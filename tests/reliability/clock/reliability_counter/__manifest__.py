{
    "name": "Reliability: statements of each batch of a job",
    "license": "AGPL-3",
    "version": "19.0.1.0.0",
    "author": "Duret Électricité",
}
