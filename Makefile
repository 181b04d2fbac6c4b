# Everything that is made goes to $(BUILD); V=1 shows the commands. See `make help`.
BUILD   ?= build
CC      ?= cc
CFLAGS  ?= -O2 -g
V       ?= 0
Q        = $(if $(filter 1,$(V)),,@)
say      = $(if $(filter 1,$(V)),,@printf '  %-6s %s\n' $(1) $(2))

STD      = -std=c11 -D_POSIX_C_SOURCE=200809L
WARN     = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
INC      = -Isrc -I. -I$(BUILD)
LIBS     = $(shell pkg-config --libs lua5.4 yaml-0.1) -lcmark-gfm-extensions -lcmark-gfm -pthread
DEPCC   := $(shell pkg-config --cflags lua5.4 yaml-0.1 2>/dev/null)
RTLIBS   = -ljansson -lsqlite3

MODULES  = base ast grammar page load schema lint emit diff cmd
SRC     := $(filter-out src/runtime/%,$(wildcard src/*.c src/*/*.c)) $(wildcard grammar/*.c)
RTSRC   := $(wildcard src/runtime/*.c)
GEN      = $(BUILD)/grammar/mof.tab.c $(BUILD)/grammar/mof.lex.c $(BUILD)/emit/builtin.c
OBJ      = $(SRC:%.c=$(BUILD)/%.o) $(GEN:.c=.o)
RTOBJ    = $(RTSRC:%.c=$(BUILD)/%.o)

all: $(BUILD)/mofc $(BUILD)/libmofrt.a

$(BUILD)/mofc: $(OBJ)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)

$(BUILD)/libmofrt.a: $(RTOBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $(RTOBJ)

$(BUILD)/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(STD) $(WARN) $(CFLAGS) $(INC) $(DEPCC) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: $(BUILD)/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(STD) $(WARN) $(CFLAGS) $(INC) $(DEPCC) -MMD -MP -c -o $@ $<

$(BUILD)/src/emit/%.o $(BUILD)/src/page/%.o: STD += -D_DEFAULT_SOURCE

# -Cfe, not the slightly faster -CFe: its table is read a few bytes past its end on some input (flex 2.6.4).
# flex's own code converts signs; nothing else is let off.
$(BUILD)/grammar/mof.lex.o: WARN += -Wno-sign-conversion -Wno-conversion -Wno-unused-function -Wno-missing-prototypes
$(BUILD)/grammar/mof.lex.o: $(BUILD)/grammar/mof.tab.h
$(BUILD)/grammar/mof.tab.c: grammar/mof.y
	$(call say,BISON,$<)
	$(Q)mkdir -p $(@D) && bison -Wall -Wcounterexamples -Werror -d -o $@ $<
$(BUILD)/grammar/mof.tab.h: $(BUILD)/grammar/mof.tab.c ;
$(BUILD)/grammar/mof.lex.c: grammar/mof.l
	$(call say,FLEX,$<)
	$(Q)mkdir -p $(@D) && flex -Cfe -o $@ $<

$(BUILD)/emit/builtin.c: src/emit/builtin.sh src/emit/dump.schema.json $(wildcard templates/* templates/*/*)
	$(call say,EMBED,templates)
	$(Q)mkdir -p $(@D) && sh src/emit/builtin.sh templates src/emit/dump.schema.json > $@.new && mv $@.new $@

clean:
	$(Q)rm -rf $(BUILD)

.PHONY: all clean
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
