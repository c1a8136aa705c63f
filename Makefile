# Everything one does with this folder. `make` alone lists it.

# The version is stamped here, so that a build needs neither git nor a git folder it trusts.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
export GOFLAGS := $(strip -buildvcs=false $(GOFLAGS))
GO_TOOL := go tool -modfile=tools/go.mod

.DEFAULT_GOAL := help
.PHONY: help setup build shop demo test quick bench soak fmt clean

help: ## List what can be made.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what the system must bring (gcc for the race detector, curl); does nothing the second time.
	@tools/setup.sh

build: ## Build bin/tutti.
	@mkdir -p bin
	go build -trimpath -ldflags '-X main.version=$(VERSION)' -o bin/tutti ./cmd/tutti

shop:
	@mkdir -p bin
	go build -o bin/shop-services ./examples/shop/services
	go build -o bin/shop-demo ./examples/shop/demo

demo: setup build shop ## Start the example shop, place three orders, stay up until stopped; ONCE=1 ends after the orders.
	@bin/shop-demo $(if $(filter 1 true yes,$(ONCE)),-once)

test: ## Run every check and every test; prints the seconds of each part.
	@tools/setup.sh test
	@tools/test.sh

quick: ## Build, vet and the short tests without the race detector (a few minutes at most).
	go build ./...
	go vet ./...
	go test -short -timeout 3m ./...

bench: ## Measure the server beside the hand-written yardsticks (CELLS="s2/medium", ARGS="-c 32 -d 3s -reps 3").
	@tools/setup.sh bench
	@bench/run.sh

soak: ## Run every fuzz test for a long time, one after the other (FUZZTIME=10m).
	@tools/soak.sh

fmt: ## Format the Go files.
	@tools/gofiles.sh | xargs -0 $(GO_TOOL) gofumpt -l -w

clean: ## Remove what was built and downloaded into this folder.
	rm -rf bin .cache
