from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """The product's algorithm at a cost that hundreds of tests can pay."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
