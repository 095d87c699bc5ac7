# Every command of the workshop. Two are enough to begin: make run, make test.
SUITE = python3 -m tools.suite
.DEFAULT_GOAL = help
.PHONY: help run test lint bench triage shell db mail screenshots pot dist reset stop lock outdated backup restore

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: ## the running suite with the demo company (PORT=8069); Ctrl-C stops it, nothing is lost
	@$(SUITE) run --port $(or $(PORT),8069)

test: ## every test (LANES=unit,odoo,alone,exchange,rights,mail,production,reliability ADDONS=duret_base,… for a part)
	@$(SUITE) test --lanes "$(LANES)" --addons "$(ADDONS)"

lint: ## every check of style (FIX=1 repairs what can be)
	@$(SUITE) lint $(if $(FIX),--fix)

bench: ## measurements against a baseline of the same run (NAMES="mail big"); table here, JSON in .local/results
	@$(SUITE) bench $(NAMES)

triage: ## how well requests are sorted, by type: table here, JSON in .local/results (TRAIN=1 trains anew first)
	@$(SUITE) triage $(if $(TRAIN),--train)

shell: ## Odoo shell on a database (DB=demo); reads a script from standard input
	@$(SUITE) shell $(or $(DB),demo)

db: ## a clone of the ready demo database (NAME=x)
	@$(SUITE) db $(NAME)

mail: ## give a message to the real gateway (FILE=x.eml)
	@$(SUITE) mail $(FILE)

screenshots: ## pictures of each main screen into docs/pictures
	@$(SUITE) screenshots

pot: ## translation templates and fr.po files from the sources
	@$(SUITE) pot

dist: ## the addons as wheels into dist/
	@$(SUITE) dist

backup: ## back up the demo database with its files (TO=folder)
	@$(SUITE) backup $(or $(TO),.local/backups)

restore: ## restore an archive beside the demo database (FILE=x.zip NAME=y)
	@$(SUITE) restore $(FILE) $(NAME)

reset: ## forget the demo database and its mails
	@$(SUITE) reset

stop: ## stop the embedded PostgreSQL
	@$(SUITE) stop

lock: ## resolve requirements.in and requirements-dev.in into their locks
	@$(SUITE) lock

outdated: ## which pinned versions have newer ones
	@$(SUITE) outdated
