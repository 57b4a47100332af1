"""What staff, land, beds and equipment do the schools of a census have, and need by the norms?"""
