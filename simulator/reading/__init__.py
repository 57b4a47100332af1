"""How do YAML files and tables become a checked Scenario, with every problem told at once?"""
