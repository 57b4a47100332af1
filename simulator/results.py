"""What did a run say, and how is it kept, read and compared?"""
