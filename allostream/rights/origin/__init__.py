"""The origin of a file: who put it there, by what right, and whether the one who proposes it is the same person.

Readers turn a host's reply into facts (`readers`), `judging.judge` weighs them, `channels.channel_proof` weighs what
shows that an account is its holder's, `relations.relation` compares submitter and uploader. No Django, no clock, no
network; addresses of people are compared by keyed hashes (`hashes.keyed`) and never kept.
"""
