# Everything that is made goes to $(BUILD); V=1 shows the commands; `make help` lists the targets.
BUILD   ?= build
CC      ?= cc
CFLAGS  ?= -O2 -g
RANLIB  ?= ranlib
PKG_CONFIG ?= pkg-config
PREFIX  ?= /usr/local
WERROR  ?= $(if $(wildcard grammar/made),0,1)
V       ?= 0
Q        = $(if $(filter 1,$(V)),,@)
say      = $(if $(filter 1,$(V)),,@printf '  %-6s %s\n' $(1) $(2))

FAIL     = $(if $(filter 0,$(WERROR)),,-Werror)
STD      = -std=c11 -D_POSIX_C_SOURCE=200809L
WARN     = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wno-missing-field-initializers $(FAIL)
INC      = -Isrc -I. -I$(BUILD)
LUA     := $(firstword $(foreach name,lua5.4 lua-5.4 lua54 lua,$(shell $(PKG_CONFIG) --exists $(name) 2>/dev/null && echo $(name))))
LIBS     = $(shell $(PKG_CONFIG) --libs $(LUA) yaml-0.1) -lcmark-gfm-extensions -lcmark-gfm -pthread
DEPCC   := $(shell $(PKG_CONFIG) --cflags $(LUA) yaml-0.1 2>/dev/null)
# Nothing that is made says where.
NOWHERE  = -ffile-prefix-map='$(CURDIR)'=. $(if $(filter /%,$(BUILD)),-ffile-prefix-map='$(BUILD)'=build)
# What the two libraries of generated programs need: said here alone. libmofrt_sqlite needs libmofrt besides.
RT_NEEDS    = -lm
STORE_NEEDS = -lsqlite3
RTLIBS      = $(BUILD)/libmofrt_sqlite.a $(BUILD)/libmofrt.a
RTNEEDS     = $(STORE_NEEDS) $(RT_NEEDS)
TESTJSON    = -ljansson
COMPILE  = $(CC) $(STD) $(WARN) -ffunction-sections $(OWN) $(NOWHERE) $(CFLAGS) $(CPPFLAGS) $(INC) $(DEPCC) -MMD -MP

SRC     := $(filter-out src/runtime/%,$(wildcard src/*.c src/*/*.c src/*/*/*.c)) $(wildcard grammar/*.c)
RTSRC   := $(wildcard src/runtime/*.c)
MADE     = $(BUILD)/grammar/mof.tab.c $(BUILD)/grammar/mof.lex.c $(BUILD)/template/builtin.c $(BUILD)/base/examples.c
OBJ      = $(SRC:%.c=$(BUILD)/%.o) $(MADE:.c=.o) $(BUILD)/src/runtime/datetime.o
STOREOBJ = $(patsubst %.c,$(BUILD)/%.o,$(filter src/runtime/sqlite_%,$(RTSRC)))
RTOBJ    = $(filter-out $(STOREOBJ),$(RTSRC:%.c=$(BUILD)/%.o))
ABI     := $(shell sed -n 's/^\#define MOFRT_ABI //p' src/runtime/mofrt.h)
SHARED   = $(BUILD)/libmofrt.so.$(ABI) $(BUILD)/libmofrt_sqlite.so.$(ABI)
CMDOBJ   = $(filter $(BUILD)/src/cmd/%,$(OBJ))
LIBOBJ   = $(filter-out $(BUILD)/src/main.o $(BUILD)/src/cmd/%,$(OBJ))

all: $(BUILD)/mofc runtime ## build mofc and its runtime (the default)
runtime: $(RTLIBS) $(SHARED) $(BUILD)/needs ## build the libraries alone; SHARED= only the archives, as for a cross compiler
# For the samples and tests, which link the archives.
$(BUILD)/needs: Makefile
	$(Q)mkdir -p $(@D) && echo $(RTNEEDS) > $@

$(BUILD)/mofc: $(OBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)

# What generated programs run for every row is worth the compiler's time. One set of objects serves archives and shared
# libraries; what no header promises is hidden.
$(RTOBJ) $(STOREOBJ): OWN = -fPIC -fno-semantic-interposition -fvisibility=hidden -DMOFRT_BUILD
$(RTOBJ) $(STOREOBJ): CFLAGS += -O3
$(RTOBJ) $(STOREOBJ): DEPCC =
$(BUILD)/libmofrt.a: $(RTOBJ)
$(BUILD)/libmofrt_sqlite.a: $(STOREOBJ)
$(RTLIBS):
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcD $@ $^ && $(RANLIB) -D $@

# Nothing is left undefined, but under sanitizers, whose functions come with the program.
SOFLAGS  = -shared -Wl,-soname,$(@F) -Wl,--version-script=src/runtime/mofrt.map \
           $(if $(findstring sanitize,$(CFLAGS)),,-Wl,-z,defs)
$(BUILD)/libmofrt.so.$(ABI): $(RTOBJ) src/runtime/mofrt.map
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(SOFLAGS) -o $@ $(RTOBJ) $(RT_NEEDS) && ln -sf $(@F) $(@:.$(ABI)=)
$(BUILD)/libmofrt_sqlite.so.$(ABI): $(STOREOBJ) src/runtime/mofrt.map $(BUILD)/libmofrt.so.$(ABI)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(SOFLAGS) -o $@ $(STOREOBJ) -L$(BUILD) -lmofrt $(STORE_NEEDS) && ln -sf $(@F) $(@:.$(ABI)=)

$(BUILD)/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -c -o $@ $<

$(BUILD)/%.o: $(BUILD)/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -c -o $@ $<

# -Cfe, not the slightly faster -CFe: its table is read a few bytes past its end on some input (flex 2.6.4).
# flex's own code converts signs; nothing else is let off.
$(BUILD)/grammar/mof.lex.o: WARN += -Wno-sign-conversion -Wno-conversion -Wno-unused-function -Wno-missing-prototypes
$(BUILD)/grammar/mof.lex.o $(patsubst %.c,$(BUILD)/%.o,$(wildcard grammar/*.c)): | $(BUILD)/grammar/mof.tab.h
# A tarball carries what flex and bison made, so that only who changes the grammar needs them.
carried  = $(shell [ -e grammar/made/$(@F) ] && [ ! $< -nt grammar/made/$(@F) ] && echo yes)
copy     = cp $(foreach file,$(1),grammar/made/$(file)) $(@D)
$(BUILD)/grammar/mof.tab.c: grammar/mof.y
	$(call say,$(if $(carried),COPY,BISON),$(if $(carried),grammar/made/$(@F),$<))
	$(Q)mkdir -p $(@D) && $(if $(carried),$(call copy,mof.tab.c mof.tab.h),bison -Wall -Wcounterexamples $(FAIL) -d -o $@ $<)
$(BUILD)/grammar/mof.tab.h: $(BUILD)/grammar/mof.tab.c ;
$(BUILD)/grammar/mof.lex.c: grammar/mof.l
	$(call say,$(if $(carried),COPY,FLEX),$(if $(carried),grammar/made/$(@F),$<))
	$(Q)mkdir -p $(@D) && $(if $(carried),$(call copy,mof.lex.c),flex -Cfe -o $@ $<)
$(BUILD)/template/builtin.c: src/template/builtin.sh src/template/manual.md $(wildcard templates/* templates/*/*)
	$(call say,EMBED,templates)
	$(Q)mkdir -p $(@D) && sh src/template/builtin.sh templates src/template/manual.md > $@.new && mv $@.new $@

$(BUILD)/base/examples.c: src/base/rules/examples.sh $(wildcard src/base/rules/examples/*.txt)
	$(call say,EMBED,src/base/rules/examples)
	$(Q)mkdir -p $(@D) && sh $< src/base/rules/examples > $@.new && mv $@.new $@

# ---- setting up, showing, installing -------------------------------------------------------------------

PACKAGES = build-essential flex bison pkg-config clang clang-format libclang-rt-14-dev valgrind sqlite3 libcmark-gfm-dev \
           libcmark-gfm-extensions-dev liblua5.4-dev libyaml-dev libsqlite3-dev libjansson-dev libcmocka-dev universal-ctags
# What some parts of `make check` want, and skip where it is not there: DEPS=all, and always where CI is set.
PACKAGES_ALL = cmake ninja-build meson mandoc zsh fish gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user musl-tools chromium
WANTED   = $(PACKAGES) $(if $(CI)$(filter all,$(DEPS)),$(PACKAGES_ALL))
SUDO     = $(if $(filter 0,$(shell id -u)),,sudo)

deps: ## install what Debian 12 needs to build and test (apt; sudo where not root); DEPS=all: all that any test wants
	@if dpkg -s $(WANTED) > /dev/null 2>&1; then echo "all packages are installed"; else \
	    echo "installing: $(WANTED)"; \
	    $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $(WANTED) > /dev/null; fi

demo: all ## compile the sample pages, generate, load sample data into SQLite, print its report
	@$(MAKE) --no-print-directory -C samples/configmgr BUILD='$(abspath $(BUILD))' V=$(V) WERROR=$(WERROR) demo

docs: all sample ## write the pages that mofc says of itself to docs/
	$(Q)mkdir -p docs && $(BUILD)/mofc help templates > docs/templates.md && $(BUILD)/mofc rules --format md > docs/rules.md
	$(Q)$(BUILD)/mofc help config --format md > docs/config.md
	$(Q)sh docs/tools/picture $(BUILD)/mofc > docs/images/lint.svg
	$(Q)sh docs/tools/screenshots $(BUILD)/samples/configmgr/dpstatus docs/images/report.png

manual: $(BUILD)/man/mofc.1 ## make man pages in BUILD/man and HTML in BUILD/html
$(BUILD)/manual: docs/tools/manual.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -o $@ $< -lcmark-gfm-extensions -lcmark-gfm
$(BUILD)/man/mofc.1: $(BUILD)/mofc $(BUILD)/manual docs/tools/build docs/tools/headers.awk CHANGELOG.md $(wildcard docs/*.md src/runtime/mofrt*.h)
	$(call say,MAN,$(BUILD)/man $(BUILD)/html)
	$(Q)sh docs/tools/build $(BUILD)

VERSION := $(shell sed -n 's/^\#define MOFC_VERSION "\(.*\)"/\1/p' src/cmd/cmd.h)
include src/packaging/install.mk
DIST     = mofc-$(VERSION)
dist: ## pack what is committed, and what flex and bison make of it, as $(BUILD)/mofc-VERSION.tar.gz
	$(Q)rm -rf $(BUILD)/dist && mkdir -p $(BUILD)/dist && git archive HEAD Makefile src/packaging src/cmd/cmd.h src/runtime grammar | tar x -C $(BUILD)/dist
	$(Q)$(MAKE) --no-print-directory -C $(BUILD)/dist BUILD=made V=$(V) made/grammar/mof.tab.c made/grammar/mof.lex.c
	$(Q)git archive --prefix=$(DIST)/grammar/made/ $(foreach file,mof.tab.c mof.tab.h mof.lex.c,--add-file=$(BUILD)/dist/made/grammar/$(file)) \
	    --prefix=$(DIST)/ -o $(BUILD)/$(DIST).tar.gz HEAD && rm -rf $(BUILD)/dist
	@echo $(BUILD)/$(DIST).tar.gz

# ---- proving it ----------------------------------------------------------------------------------------

dead: $(OBJ) # what nobody calls
	@sh tests/dead $(BUILD) $(CC) $(CFLAGS) $(LDFLAGS) $(OBJ) $(LIBS)

UNIT     = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZ     = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
SAMPLE   = samples/configmgr/generated

check: all sample ## run every test; the last line is `N passed, N failed`
	@sh tests/check $(BUILD)

check-all: all sample ## check, and compile what is generated for the whole DMTF schema
	@FULL=1 sh tests/check $(BUILD)

sample: all
	@$(MAKE) --no-print-directory -C samples/configmgr BUILD='$(abspath $(BUILD))' V=$(V) WERROR=$(WERROR) all
	@$(MAKE) --no-print-directory -C samples/hello BUILD='$(abspath $(BUILD))' V=$(V) WERROR=$(WERROR) all

unit: $(UNIT)
$(BUILD)/unit/test_rt_%: tests/unit/test_rt_%.c $(RTLIBS)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) $$(grep -q failing_malloc.h $< && echo -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc) -Isrc/runtime $(LDFLAGS) -o $@ $< $(RTLIBS) $(RTNEEDS) $(TESTJSON) -lcmocka
WAYS     = $(BUILD)/unit/ways
$(WAYS)/stamp: tests/unit/ways.mof $(BUILD)/mofc
	$(Q)mkdir -p $(@D) && $(BUILD)/mofc gen -q -t c,sqlite --single-file --name ways -o $(WAYS) $< && touch $@
$(BUILD)/unit/test_rt_associations: tests/unit/test_rt_associations.c $(WAYS)/stamp $(RTLIBS)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc -Isrc/runtime -I$(WAYS) $(LDFLAGS) -o $@ $< $(WAYS)/*.c $(RTLIBS) $(RTNEEDS) -lcmocka
$(BUILD)/unit/test_%: tests/unit/test_%.c $(LIBOBJ)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) $(LDFLAGS) -o $@ $< $(LIBOBJ) $(LIBS) $(RTNEEDS) $(TESTJSON) -lcmocka
$(BUILD)/property: tests/property/roundtrip.c $(RTLIBS) $(wildcard $(SAMPLE)/*)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Isrc/runtime -I$(SAMPLE) $(LDFLAGS) -o $@ $< $(SAMPLE)/*.c $(RTLIBS) $(RTNEEDS)
# One schema with every type, default and reference, for tests of the runtime.
EVERY    = $(BUILD)/every
EVERYMOF = tests/db/every_type.mof tests/property/defaults.mof samples/hello/garden.mof
$(EVERY)/stamp: $(EVERYMOF) $(BUILD)/mofc
	$(call say,GEN,$(EVERY))
	$(Q)$(BUILD)/mofc gen -q -t c,sqlite --name every --stamp $@ -o $(EVERY)/generated $(EVERYMOF)
$(BUILD)/created: tests/property/created.c $(EVERY)/stamp $(RTLIBS) $(wildcard $(SAMPLE)/*)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -I$(EVERY)/generated -Isrc/runtime -I$(SAMPLE) $(LDFLAGS) -o $@ $< $(filter-out %_store.c,$(wildcard $(SAMPLE)/*.c)) \
	    $$(ls $(EVERY)/generated/*.c | grep -v _store.c) $(RTLIBS) $(RTNEEDS)
# With the runtime's sources, since all that runs must be built for it.
$(BUILD)/threads: tests/property/threads.c $(EVERY)/stamp $(RTLIBS)
	$(call say,CC,$<)
	$(Q)$(CC) $(STD) $(WARN) -O1 -g -fsanitize=thread -Isrc/runtime -I$(EVERY)/generated -o $@ $< $(EVERY)/generated/*.c src/runtime/*.c \
	    -pthread $(RTNEEDS)
$(BUILD)/store_bench: tests/bench/store_bench.c $(RTLIBS) $(wildcard $(SAMPLE)/*)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Isrc/runtime -I$(SAMPLE) -o $@ $< $(SAMPLE)/*.c $(RTLIBS) $(RTNEEDS)
$(BUILD)/formatted: tests/property/formatted.c tests/fuzz/fuzz_fmt.c $(LIBOBJ)
	$(call say,CC,$<)
	$(Q)$(COMPILE) $(LDFLAGS) -o $@ $< $(LIBOBJ) $(LIBS)
$(BUILD)/labels: tests/property/labels.c $(filter-out %/main.o,$(OBJ))
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) $(LDFLAGS) -o $@ $< $(filter %.o,$^) $(LIBS)
$(BUILD)/migrated: tests/property/migrated.c tests/property/schemas.c $(LIBOBJ) $(RTLIBS)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Isrc/runtime $(LDFLAGS) -o $@ $(filter %.c,$^) $(LIBOBJ) $(RTLIBS) $(LIBS) $(RTNEEDS)
$(BUILD)/valid_dump: tests/property/valid_dump.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -o $@ $< $(TESTJSON)
$(BUILD)/check_bench: tests/bench/check_bench.c $(RTLIBS) $(wildcard $(SAMPLE)/*)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Isrc/runtime -I$(SAMPLE) -o $@ $< $(SAMPLE)/*.c $(RTLIBS) $(RTNEEDS)
$(BUILD)/json_bench: tests/bench/json_bench.c $(RTLIBS) $(wildcard $(SAMPLE)/*)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Isrc/runtime -I$(SAMPLE) -o $@ $< $(filter-out %_store.c,$(wildcard $(SAMPLE)/*.c)) $(RTLIBS) $(RTNEEDS) $(TESTJSON)
$(BUILD)/load_bench: tests/bench/load_bench.c $(RTLIBS) $(wildcard $(SAMPLE)/*)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Isrc/runtime -I$(SAMPLE) -o $@ $< $(SAMPLE)/*.c $(RTLIBS) $(RTNEEDS)
WITHOUT  = $(BUILD)/bench/without-reader $(BUILD)/bench/without-render $(BUILD)/bench/without-lists
FLOORS   = $(WITHOUT) $(BUILD)/bench/stopwatch $(BUILD)/bench/floor $(BUILD)/bench/cmark_floor $(BUILD)/bench/parse
$(BUILD)/bench/parse: tests/bench/parse.c $(LIBOBJ)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -o $@ $< $(LIBOBJ) $(LIBS)
# mofc without the threads of one stage, and with malloc for Lua: machinery stays where it brings a tenth of the time.
$(BUILD)/bench/without-reader: src/load/reader.c
$(BUILD)/bench/without-render: src/template/render.c
$(BUILD)/bench/without-lists: src/template/sandbox.c
$(WITHOUT): $(OBJ)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D) && $(COMPILE) -DMOST_THREADS=1 -DLISTED=0 -c -o $@.o $(filter src/%.c,$^)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter-out %/$(patsubst %.c,%.o,$(filter src/%.c,$^)),$(OBJ)) $@.o $(LIBS)
$(BUILD)/bench/%: tests/bench/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -o $@ $< -lcmark-gfm-extensions -lcmark-gfm
$(BUILD)/bench/floor: tests/bench/floor.l
	$(call say,FLEX,$<)
	$(Q)mkdir -p $(@D) && flex -Cf -o $@.c $< && $(CC) -O2 -o $@ $@.c
$(BUILD)/score: tests/pages/score.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -o $@ $< $(TESTJSON)

# The same sources under sanitizers, in a build folder of its own; the fuzzers link libFuzzer beside them.
fuzzers: $(FUZZ)
$(BUILD)/fuzz/%: tests/fuzz/%.c $(LIBOBJ) $(CMDOBJ) $(RTLIBS) $(wildcard $(SAMPLE)/*)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -Isrc/runtime -I$(SAMPLE) -fsanitize=fuzzer -o $@ $< $(SAMPLE)/*.c $(LIBOBJ) $(CMDOBJ) $(RTLIBS) $(LIBS) $(RTNEEDS) $(TESTJSON)
SANITIZE = BUILD=$(BUILD)/sanitized CC=clang V=$(V) \
    CFLAGS='-O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
sanitized:
	@$(MAKE) --no-print-directory $(SANITIZE) all unit fuzzers
fuzz: sanitized ## fuzz each entry point for SECONDS seconds (default 60)
	@SECONDS_EACH=$${SECONDS:-60} sh tests/fuzz/run $(BUILD)/sanitized/fuzz

# ---- breaking it ---------------------------------------------------------------------------------------

.PHONY: torture mutate
TORTURE  = $(BUILD)/torture-mutator $(BUILD)/torture-kill.so
$(BUILD)/torture-mutator: tests/torture/mutator.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -o $@ $<
$(BUILD)/torture-kill.so: tests/torture/kill_at.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -shared -fPIC -o $@ $< -ldl
torture: all $(TORTURE) ## spoil input and kill runs for SECONDS seconds (default 60)
	@sh tests/torture/run $(BUILD) $${SECONDS:-60}
mutate: ## change N operators of src, one at a time (default 20): the tests should notice each
	@sh tests/torture/mutate $(BUILD) $${N:-20}

FORMATTED = $(shell find src grammar docs tests samples/hello samples/inventory samples/*/dpstatus -name '*.[ch]' ! -path '*/golden/*' ! -path '*/made/*')
format: ## lay out every C file as .clang-format says
	$(Q)clang-format -i $(FORMATTED)

bench: all sample $(FLOORS) $(BUILD)/check_bench $(BUILD)/json_bench $(BUILD)/load_bench $(BUILD)/store_bench ## print speed as ratios to floors measured in the same run
	@sh tests/bench/run $(BUILD)

clean: ## remove everything that was made
	$(Q)rm -rf $(BUILD)
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile src/packaging/install.mk | expand -t 18

.PHONY: all runtime dead deps demo docs dist check check-all sample unit fuzzers sanitized fuzz format bench clean help
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
