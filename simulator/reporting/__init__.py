"""How do results become a page, a terminal summary and words in two languages?"""
