"""How is the simulation asked for, and how does it answer on a terminal?"""
