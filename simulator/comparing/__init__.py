"""How are scenarios run side by side, and shown on one page?"""
