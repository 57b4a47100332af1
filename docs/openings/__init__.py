"""How were the illustrative openings of the shipped scenarios made, rule by rule?"""
