"""How does a checked Scenario become the arrays of a District?"""
