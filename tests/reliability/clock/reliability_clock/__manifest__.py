{
    "name": "Reliability: a clock set to a working day",
    "license": "AGPL-3",
    "version": "19.0.1.0.0",
    "author": "Duret Électricité",
}
