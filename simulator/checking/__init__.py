"""Which equations must hold at the end of every school year?"""
