"""Official lists: the annexes of decisions, which name procedures by title, become changes of service level or post.

`layout.read_annex` reads the tables, `matching.match_all` finds each row's procedure, `review_book` writes what an
official looks through, `review.read_review` reads that back, `apply.apply` makes the changed procedures.
"""
