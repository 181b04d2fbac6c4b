# What is installed, and where: a table of parts, which install, install-runtime and uninstall walk. The project's Makefile
# includes it. Folders are made absolute, so that mofrt.pc and the CMake package hold whatever PREFIX was. make takes a
# name with a blank for two, so such folders are refused; DESTDIR, which stands in quotes only, may have blanks.
ifneq ($(words [$(PREFIX)$(BINDIR)$(LIBDIR)$(INCLUDEDIR)$(DATADIR)$(MANDIR)$(DOCDIR)]),1)
$(error PREFIX and the folders below it have no blanks in their names; DESTDIR may have some)
endif
override PREFIX     := $(abspath $(PREFIX))
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
DOCDIR     ?= $(DATADIR)/doc/mofc
override BINDIR     := $(abspath $(BINDIR))
override LIBDIR     := $(abspath $(LIBDIR))
override INCLUDEDIR := $(abspath $(INCLUDEDIR))
override DATADIR    := $(abspath $(DATADIR))
override MANDIR     := $(abspath $(MANDIR))
override DOCDIR     := $(abspath $(DOCDIR))
CMAKEDIR   := $(LIBDIR)/cmake/mofc
INSTALL    ?= install
STRIP      ?= strip
PACK       := $(BUILD)/packaging

part = $(eval PARTS += $1)$(eval $1.to := $2)$(eval $1.mode := $3)$(eval $1.files := $4)

RUNTIME_PARTS := headers archives shared pc
$(call part,headers,$(INCLUDEDIR),644,$(wildcard src/runtime/mofrt*.h))
$(call part,archives,$(LIBDIR),644,$(RTLIBS))
$(call part,shared,$(LIBDIR),755,$(SHARED))
$(call part,pc,$(LIBDIR)/pkgconfig,644,$(PACK)/mofrt.pc $(PACK)/mofrt-sqlite.pc)
$(call part,program,$(BINDIR),755,$(BUILD)/mofc)
$(call part,cmake,$(CMAKEDIR),644,$(PACK)/mofc-config.cmake $(PACK)/mofc-config-version.cmake)
$(foreach t,$(notdir $(wildcard templates/*)),$(call part,templates.$t,$(DATADIR)/mofc/templates/$t,644,$(wildcard templates/$t/*)))
$(call part,bash,$(DATADIR)/bash-completion/completions,644,$(PACK)/mofc)
$(call part,zsh,$(DATADIR)/zsh/site-functions,644,$(PACK)/_mofc)
$(call part,fish,$(DATADIR)/fish/vendor_completions.d,644,$(PACK)/mofc.fish)
$(call part,papers,$(DOCDIR),644,LICENSE)
$(call part,inventory,$(DOCDIR)/samples/inventory,644,$(filter-out %/schema %/build,$(wildcard samples/inventory/*)))
$(call part,inventory.schema,$(DOCDIR)/samples/inventory/schema,644,$(wildcard samples/inventory/schema/*.mof))
$(call part,hello,$(DOCDIR)/samples/hello,644,samples/hello/garden.mof samples/hello/hello.c)

# The shared libraries' names for the linker.
LINKS := $(foreach l,$(SHARED),$(LIBDIR)/$(notdir $(l:.$(ABI)=)))

staged = $(foreach path,$1,'$(DESTDIR)$(path)')

define put
	$(if $($1.files),$(Q)$(INSTALL) -d '$(DESTDIR)$($1.to)' && $(INSTALL) -m $($1.mode) $($1.files) '$(DESTDIR)$($1.to)')

endef
define take
	$(if $($1.files),$(Q)cd '$(DESTDIR)$($1.to)' 2> /dev/null && rm -f $(notdir $($1.files)) || true)

endef
link = $(Q)for l in $(LINKS); do ln -sf "$${l\#\#*/}.$(ABI)" "$(DESTDIR)$$l"; done

# Their names are known when they are made.
put_pages  = $(Q)for page in $(BUILD)/man/*.[1-9]; do to='$(DESTDIR)$(MANDIR)'/man$${page\#\#*.}; \
    $(INSTALL) -d "$$to" && $(INSTALL) -m 644 "$$page" "$$to" || exit 1; done; \
    $(INSTALL) -d '$(DESTDIR)$(DOCDIR)/html' && $(INSTALL) -m 644 $(BUILD)/html/* '$(DESTDIR)$(DOCDIR)/html'
take_pages = $(Q)for page in $(BUILD)/man/*.[1-9]; do rm -f '$(DESTDIR)$(MANDIR)'/man$${page\#\#*.}/"$${page\#\#*/}"; done; \
    for page in $(BUILD)/html/*; do rm -f '$(DESTDIR)$(DOCDIR)'/html/"$${page\#\#*/}"; done

install: all manual packaging packaging-mofc ## install mofc and its libraries below PREFIX (default /usr/local); DESTDIR stages
	$(foreach p,$(PARTS),$(call put,$p))
	$(put_pages)
	$(link)
install-runtime: runtime packaging ## install the libraries alone, which a cross compiler made
	$(foreach p,$(RUNTIME_PARTS),$(call put,$p))
	$(link)
install-strip: install ## install, without what only debuggers read
	$(Q)$(STRIP) '$(DESTDIR)$(BINDIR)/mofc' && $(STRIP) --strip-unneeded $(call staged,$(SHARED:$(BUILD)/%=$(LIBDIR)/%))
	$(Q)$(STRIP) --strip-debug $(call staged,$(RTLIBS:$(BUILD)/%=$(LIBDIR)/%))
uninstall: ## remove what install with the same folders has put there
	$(foreach p,$(PARTS),$(call take,$p))
	$(take_pages)
	$(Q)rm -f $(call staged,$(LINKS))
	$(Q)for folder in $(CMAKEDIR) $(DATADIR)/mofc $(DOCDIR); do \
	    [ ! -d "$(DESTDIR)$$folder" ] || find "$(DESTDIR)$$folder" -depth -type d -exec rmdir {} \; 2> /dev/null; done

# Below the prefix a package finds its files from where it is itself.
within    = $(patsubst $(PREFIX)/%,$${prefix}/%,$1)
FILL      = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@BINDIR@|$(call within,$(BINDIR))|g' -e 's|@LIBDIR@|$(call within,$(LIBDIR))|g' \
            -e 's|@INCLUDEDIR@|$(call within,$(INCLUDEDIR))|g' -e 's|@DATADIR@|$(call within,$(DATADIR))|g' \
            -e 's|@CMAKEDIR@|$(CMAKEDIR)|g' -e 's|@BELOW@|$(patsubst $(PREFIX)/%,%,$(CMAKEDIR))|g' \
            -e 's|@VERSION@|$(VERSION)|g' -e 's|@ABI@|$(ABI)|g' -e 's|@RT_NEEDS@|$(RT_NEEDS)|g' -e 's|@STORE_NEEDS@|$(STORE_NEEDS)|g'
packaging:
	$(Q)mkdir -p $(PACK) && for f in mofrt.pc mofrt-sqlite.pc mofc-config.cmake mofc-config-version.cmake; do \
	    $(FILL) src/packaging/$$f.in > $(PACK)/$$f || exit 1; done
packaging-mofc: packaging $(BUILD)/mofc
	$(Q)$(BUILD)/mofc help completion bash > $(PACK)/mofc
	$(Q)$(BUILD)/mofc help completion zsh > $(PACK)/_mofc
	$(Q)$(BUILD)/mofc help completion fish > $(PACK)/mofc.fish

.PHONY: install install-runtime install-strip uninstall packaging packaging-mofc
