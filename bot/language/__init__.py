"""From what a person typed to a `Question`: normal forms, typing residue, phrases, what is asked."""
