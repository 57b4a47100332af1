"""How is the command line started without its console script?"""

from cli.main import main

main()
