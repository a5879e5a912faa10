"""The origin of a file: who put it there, by what right, and whether the one who proposes it is the same person.

Readers turn a host's reply into facts (`readers`), `judging.judge` weighs them, `relations.relation` compares submitter
and uploader; what shows that an account is its holder's is weighed by `allostream.hosts.proof_rules.channel_proof`. No
Django, no clock, no network; addresses of people are compared by keyed hashes (`hashes.keyed`) and never kept.
"""
