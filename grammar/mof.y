/* The grammar of MOF: DSP0004 annex A, the WMI dialect, DSP0221's declarations, and the simplified form of the
 * published reference pages. Each action is one constructor call (src/ast/build.h). One grammar serves three
 * entries; a pseudo token that the scanner delivers first picks one (Bison manual, "Multiple start-symbols").
 *
 * Recovery: an error skips to a `;` or a `}` that closes a body. Braces that hold values are tokens of their
 * own (the scanner knows them by where they open), so a broken value list never looks like the end of a class.
 * A canonical parser never reduces on a token that cannot follow, so what it expects at an error is exact, as with
 * LALR and LAC, and it need not try every reduction twice for that.
 * `yyerrok` stands only where the place is certain; elsewhere Bison stays silent for three tokens, which
 * swallows the echo of a mistake. Where a mistake is common it has a production, and its message says what to
 * write. Everything lies in the arena, so no %destructor is needed. */
%require "3.8"
%define api.pure full
%define api.prefix {mof_yy}
%define api.token.prefix {TOK_}
%define api.location.type {struct span}
%define parse.error custom
%define lr.type canonical-lr
%define lr.default-reduction consistent
%locations
%expect 0
%param {void *scanner}
%parse-param {struct build *b}

%code requires {
#include "ast/build.h"
#include "grammar/mof.h"
}

%code provides {
#define YY_DECL int mof_yylex(MOF_YYSTYPE *yylval, MOF_YYLTYPE *yylloc, void *yyscanner)
YY_DECL;
}

%code {
#include "grammar/expect.h"

/* A rule's place runs from its first token that is there to its last; an empty rule's place is where the
 * text before it ended, which is where a missing `;` belongs. */
#define YYLLOC_DEFAULT(at, rhs, n) ((at) = (n) ? span_join(first_written((rhs) + 1, n), YYRHSLOC(rhs, n)) \
                                               : (struct span){YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).end})
#define YYMAXDEPTH 4000 /* nested values end here: in a message, not in a stack that grows without end */

static struct span first_written(const struct span *rhs, int n)
{
    return n > 1 && rhs->start == rhs->end ? rhs[1] : *rhs;
}

static void mof_yyerror(const struct span *at, void *scanner, struct build *b, const char *message)
{
    (void)scanner;
    (void)message; /* Bison calls this only when its stack is full; the rest goes to yyreport_syntax_error */
    build_error(b, *at, "nested too deeply to be read");
}
}

%union {
    struct slice slice;
    struct ast_word word;
    struct ast_value *value;
    struct ast_qualifier *qualifier;
    struct ast_member *member;
    struct ast_constant *constant;
    struct ast_decl *decl;
    struct value_list values;
    struct qualifier_list qualifiers;
    struct member_list members;
    struct constant_list constants;
    struct build_type type;
    struct build_dims dims;
    struct build_head head;
    struct build_base base;
    struct build_options options;
    unsigned bits;
    bool flag;
}

%token START_FILE START_BLOCK START_QUALIFIERS
%token <slice> IDENT "name" STRING "string" INTEGER "integer" REAL "real number" CHAR "character"
%token <slice> ALIAS "$alias"
%token <slice> CLASS "class" ASSOCIATION "association" STRUCTURE "structure" ENUMERATION "enumeration"
%token <slice> QUALIFIER "qualifier" SCOPE "scope" FLAVOR "flavor" POLICY "policy" INSTANCE "instance"
%token <slice> VALUE "value" OF "of" AS "as"
%token REF "ref" NULL "null" TRUE "true" FALSE "false" PRAGMA "#pragma"
%token LIST_OPEN "{ of a list" LIST_CLOSE "} of a list"

%type <word> word type_word class_kind
%type <slice> string
%type <value> value initializer default qualifier_value pragma_end
%type <values> values value_items
%type <qualifier> qualifiers qualifier
%type <qualifiers> qualifier_list bracketed
%type <bits> flavors flavor_list class_flavors bare_flavors
%type <type> type
%type <dims> dims
%type <member> members_of body property untyped method open_method member parameters parameter inst_body inst_member
%type <members> members parameter_list inst_members
%type <constants> constant_list
%type <constant> constants constant
%type <head> head alias inst_head
%type <base> base enum_base
%type <options> options scope_list flavor_option
%type <decl> decl class enumeration qualifier_type instance embedded pragma
%type <flag> semi comma

/* A `[` behind a name is its brackets before it is the next member's qualifier list. */
%precedence LOWEST
%precedence '[' '(' OF IDENT

%%

input: START_FILE decls
     | START_BLOCK decls
     | START_QUALIFIERS class_qualifiers
     ;

decls: %empty
     | decls decl                                       { build_decls(b, $2); }
     ;

decl: class semi                                        { $$ = build_decl_ended(b, $1, $2, @2); }
    | enumeration semi                                  { $$ = build_decl_ended(b, $1, $2, @2); }
    | qualifier_type semi                               { $$ = build_decl_ended(b, $1, $2, @2); }
    | instance semi                                     { $$ = build_decl_ended(b, $1, $2, @2); }
    | pragma spare
    | method semi                                       { $$ = build_method_page(b, build_ended(b, $1, $2, @2)); }
    | property semi                                     { $$ = build_outside(b, build_ended(b, $1, $2, @2)); }
    | '}' spare                                         { $$ = NULL; build_closes_nothing(b, @1); }
    | error semis                                       { $$ = NULL; }
    | error '}' spare                                   { $$ = NULL; }
    ;

/* classDeclaration, assocDeclaration, indicDeclaration; DSP0221 structureDeclaration. */
class: qualifiers class_kind head base body             { $$ = build_class(b, $1, $2, $3, $4, $5, @$); }
     | error class_kind head base body                  { $$ = build_class(b, NULL, $2, $3, $4, $5, @$); }
     | qualifiers type word base '{' members_of '}'     { $$ = build_misspelt(b, $1, $2, $3, $4, $6, @$); }
     ;

class_kind: CLASS                                       { $$ = build_word(b, $1, @1); }
          | ASSOCIATION                                 { $$ = build_word(b, $1, @1); }
          | STRUCTURE                                   { $$ = build_word(b, $1, @1); }
          ;

head: %empty                                            { $$ = (struct build_head){0}; }
    | word alias                                        { $$ = $2; $$.word = $1; }
    | word IDENT                                        { $$ = build_joined(b, $1, $2, @2); }
    | error                                             { $$ = (struct build_head){.word.span = @1}; }
    ;

alias: %empty                                           { $$ = (struct build_head){0}; }
     | AS ALIAS                                         { $$ = build_alias_name(b, $2, @2); }
     ;

base: %empty                                            { $$ = (struct build_base){0}; }
    | ':'                                               { $$ = build_baseless(b, @1); }
    | ':' word                                          { $$ = (struct build_base){.word = $2}; }
    | ':' word ':' class_flavors                        { $$ = (struct build_base){$2, $4}; }
    | ':' word more_bases                               { $$ = (struct build_base){.word = $2}; build_one_base(b, @3); }
    | ':' error                                         { $$ = (struct build_base){0}; }
    ;

more_bases: ',' word
          | more_bases ',' word
          ;

class_flavors: word                                     { $$ = build_flavor(b, 0, $1); }
             | class_flavors word                       { $$ = build_flavor(b, $1, $2); }
             ;

body: '{' members_of '}'                                { $$ = $2; }
    | '(' ')'                                           { $$ = NULL; }
    ;

members_of: members                                     { $$ = $1.first; }
          | members error                               { $$ = $1.first; }
          ;

members: %empty                                         { $$ = (struct member_list){0}; }
       | members member                                 { $$ = build_members($1, $2); }
       ;

/* classFeature; DSP0221 allows structures and enumerations inside. A class inside one whose `}` is missing
 * is taken for what it is: the next class. */
member: property semi                                   { $$ = build_ended(b, $1, $2, @2); }
      | untyped semis
      | method semi                                     { $$ = build_ended(b, $1, $2, @2); }
      | open_method
      | class semi                                      { $$ = build_local(b, build_decl_ended(b, $1, $2, @2)); }
      | enumeration semi                                { $$ = build_local(b, build_decl_ended(b, $1, $2, @2)); }
      | instance semi                                   { $$ = build_local(b, build_decl_ended(b, $1, $2, @2)); }
      | qualifier_type semi                             { $$ = build_local(b, build_decl_ended(b, $1, $2, @2)); }
      | pragma spare                                    { $$ = build_local(b, $1); }
      | property ','                                    { $$ = build_comma_ended(b, $1, @2); }
      | '(' remark ')'                                  { $$ = NULL; build_remark(b, @$); }
      | '[' ']' semi                                    { $$ = NULL; build_late_array(b, @$); }
      | error semis                                     { $$ = NULL; yyerrok; }
      ;

/* Some pages remark on a member behind its `;`. */
remark: %empty
      | remark word
      | remark INTEGER
      ;

/* propertyDeclaration, referenceDeclaration. */
property: qualifiers type word dims default             { $$ = build_property(b, $1, $2, $3, $4, $5, @$); }
        ;

untyped: qualifiers type                                { $$ = build_untyped(b, $1, $2, @$); }
       ;

/* methodDeclaration. */
method: qualifiers type word '(' parameters ')'         { $$ = build_method(b, $1, $2, $3, $5, @$); }
      | qualifiers type '(' parameters ')'              { $$ = build_untyped_method(b, $1, $2, $4, @$); }
      ;

/* One whose ')' is missing ends at the ';'. */
open_method: qualifiers type word '(' parameters ';'    { $$ = build_unclosed(b, build_method(b, $1, $2, $3, $5, @$), @6); }
           ;

parameters: %empty                                      { $$ = NULL; }
          | parameter_list                              { $$ = $1.first; }
          | parameter_list ','                          { $$ = $1.first; }
          ;

parameter_list: parameter                               { $$ = build_parameters(b, (struct member_list){0}, $1, true); }
              | parameter_list ',' parameter            { $$ = build_parameters(b, $1, $3, true); }
              | parameter_list parameter                { $$ = build_parameters(b, $1, $2, false); }
              ;

parameter: property
         | error                                        { $$ = NULL; }
         ;

type: type_word                                         { $$ = (struct build_type){.word = $1}; }
    | type_word '[' ']'                                 { $$ = (struct build_type){.word = $1, .array = true}; }
    | type_word '.'                                     { $$ = (struct build_type){.word = $1}; build_stray(b, @2); }
    | type_word REF                                     { $$ = build_reference(b, $1, @2, false); }
    | REF ':' type_word                                 { $$ = build_reference(b, $3, @1, true); }
    ;

type_word: IDENT                                        { $$ = build_word(b, $1, @1); }
         ;

dims: %empty %prec LOWEST                               { $$ = (struct build_dims){0}; }
    | '[' ']'                                           { $$ = (struct build_dims){.array = true}; }
    | '[' INTEGER ']'                                   { $$ = build_size(b, build_integer(b, $2, @2)); }
    | '[' qualifier_list ']'                            { $$ = (struct build_dims){.behind = $2.first}; }
    ;

default: %empty                                         { $$ = NULL; }
       | '=' initializer                                { $$ = $2; }
       | '=' error                                      { $$ = NULL; }
       ;

semi: %empty %prec LOWEST                               { $$ = false; }
    | ';'                                               { $$ = true; }
    | ';' extras                                        { $$ = true; }
    ;

semis: ';'
     | ';' extras
     ;

extras: ';'                                             { build_extra(b, @1); }
      | extras ';'                                      { build_extra(b, @2); }
      ;

spare: %empty
     | spare ';'
     ;

/* qualifierList. */
qualifiers: %empty %prec LOWEST                         { $$ = NULL; }
          | bracketed                                   { $$ = $1.first; }
          ;

bracketed: '[' qualifier_list ']'                       { $$ = $2; }
         | bracketed '[' qualifier_list ']'             { $$ = build_qualifiers_joined(b, $1, $3, @2); }
         ;

qualifier_list: qualifier                               { $$ = build_qualifiers((struct qualifier_list){0}, $1); }
              | qualifier_list ',' qualifier            { $$ = build_qualifiers($1, $3); }
              | qualifier_list ','                      { $$ = $1; build_trailing(b, @2); }
              ;

qualifier: word flavors                                 { $$ = build_qualifier(b, $1, NULL, $2, @$); }
         | word qualifier_value                         { $$ = build_qualifier(b, $1, $2, 0, @$); }
         | word qualifier_value ':' flavor_list         { $$ = build_qualifier(b, $1, $2, $4, @$); }
         ;

qualifier_value: '(' value_items ')'                    { $$ = build_in_parentheses(b, $2, @$); }
               | LIST_OPEN value_items LIST_CLOSE       { $$ = build_array(b, $2, @$); }
               | LIST_OPEN LIST_CLOSE                   { $$ = build_array(b, (struct value_list){0}, @$); }
               ;

flavors: %empty                                         { $$ = 0; }
       | ':' flavor_list                                { $$ = $2; }
       ;

flavor_list: word                                       { $$ = build_flavor(b, 0, $1); }
           | flavor_list word                           { $$ = build_flavor(b, $1, $2); }
           ;

/* The text of a page's `Qualifiers:` line, with or without its brackets. */
class_qualifiers: %empty
    | qualifier_list                                    { b->qualifiers = $1.first; }
    | bracketed                                         { b->qualifiers = $1.first; }
    | '[' ']'
    | error
    ;

/* enumDeclaration (DSP0221). */
enumeration: qualifiers ENUMERATION word enum_base '{' constants '}'
                                                        { $$ = build_enumeration(b, $1, $3, $4, $6, @$); }
           ;

enum_base: %empty                                       { $$ = (struct build_base){0}; }
         | ':' type_word                                { $$ = (struct build_base){.word = $2}; }
         ;

constants: %empty                                       { $$ = NULL; }
         | constant_list                                { $$ = $1.first; }
         | constant_list ','                            { $$ = $1.first; }
         | constant_list error                          { $$ = $1.first; }
         ;

constant_list: constant                                 { $$ = build_constants((struct constant_list){0}, $1); }
             | constant_list ',' constant               { $$ = build_constants($1, $3); }
             ;

constant: qualifiers word                               { $$ = build_constant(b, $1, $2, NULL, @$); }
        | qualifiers word '=' value                     { $$ = build_constant(b, $1, $2, $4, @$); }
        ;

/* qualifierDeclaration; DSP0221 writes Policy where DSP0004 writes Flavor, and no commas. */
qualifier_type: qualifiers QUALIFIER word ':' type_word dims default options
                      { $$ = build_qualifier_type(b, $1, $3, (struct build_type){.word = $5}, $6, $7, $8, @$); }
              | qualifiers QUALIFIER word ':' type_word bare_flavors options
                      { $7.flavors |= $6;
                        $$ = build_qualifier_type(b, $1, $3, (struct build_type){.word = $5}, (struct build_dims){0},
                                                  NULL, $7, @$); }
              ;

/* WMI names a qualifier's flavors where its type belongs: `qualifier Name : ToInstance ToSubclass;`. */
bare_flavors: type_word                                 { $$ = build_flavor(b, 0, $1); }
            | bare_flavors type_word                    { $$ = build_flavor(b, $1, $2); }
            ;

options: %empty %prec LOWEST                            { $$ = (struct build_options){0}; }
       | options comma SCOPE '(' scope_list ')'         { $$ = build_options($1, $2, $5); }
       | options comma FLAVOR '(' flavor_option ')'     { $$ = build_options($1, $2, $5); }
       | options comma POLICY '(' flavor_option ')'     { $$ = build_options($1, $2, $5); }
       ;

comma: %empty                                           { $$ = false; }
     | ','                                              { $$ = true; }
     ;

scope_list: word                                        { $$ = (struct build_options){.scopes = build_scope(b, 0, $1)}; }
          | scope_list ',' word                         { $$ = (struct build_options){.scopes = build_scope(b, $1.scopes, $3)}; }
          ;

flavor_option: word                                     { $$ = (struct build_options){.flavors = build_flavor(b, 0, $1)}; }
             | flavor_option ',' word                   { $$ = (struct build_options){.flavors = build_flavor(b, $1.flavors, $3)}; }
             ;

/* instanceDeclaration; DSP0221 structureValueDeclaration. */
instance: qualifiers INSTANCE OF inst_head inst_body    { $$ = build_instance(b, $1, $4, $5, @$); }
        | qualifiers VALUE OF inst_head inst_body       { $$ = build_instance(b, $1, $4, $5, @$); }
        ;

inst_head: word alias                                   { $$ = $2; $$.word = $1; }
         ;

inst_body: '{' inst_members '}'                         { $$ = $2.first; }
         | '{' inst_members error '}'                   { $$ = $2.first; }
         ;

inst_members: %empty                                    { $$ = (struct member_list){0}; }
            | inst_members inst_member                  { $$ = build_members($1, $2); }
            ;

/* WMI names a property of an instance without a value, which its provider then gives. */
inst_member: word '=' initializer semi
                             { $$ = build_ended(b, build_assignment(b, NULL, $1, $3, @$), $4, @4); }
           | bracketed word '=' initializer semi
                             { $$ = build_ended(b, build_assignment(b, $1.first, $2, $4, @$), $5, @5); }
           | word semis                                 { $$ = build_assignment(b, NULL, $1, NULL, @$); }
           | bracketed word semis                       { $$ = build_assignment(b, $1.first, $2, NULL, @$); }
           | error semis                                { $$ = NULL; yyerrok; }
           ;

embedded: INSTANCE OF inst_head inst_body               { $$ = build_instance(b, NULL, $3, $4, @$); }
        | VALUE OF inst_head inst_body                  { $$ = build_instance(b, NULL, $3, $4, @$); }
        ;

/* compilerDirective. Unknown ones are kept. */
pragma: PRAGMA word pragma_end                          { $$ = build_pragma(b, $2, $3, @$); }
      ;

pragma_end: %empty %prec LOWEST                                    { $$ = NULL; }
          | '(' ')'                                     { $$ = NULL; }
          | '(' value_items ')'                         { $$ = build_array(b, $2, @$); }
          ;

initializer: value
           | LIST_OPEN value_items LIST_CLOSE           { $$ = build_array(b, $2, @$); }
           | LIST_OPEN LIST_CLOSE                       { $$ = build_array(b, (struct value_list){0}, @$); }
           ;

value_items: values
           | values ','                                 { $$ = $1; build_trailing(b, @2); }
           ;

values: value                                           { $$ = build_values((struct value_list){0}, $1); }
      | values ',' value                                { $$ = build_values($1, $3); }
      ;

value: INTEGER                                          { $$ = build_integer(b, $1, @1); }
     | REAL                                             { $$ = build_real(b, $1, @1); }
     | CHAR                                             { $$ = build_char(b, $1, @1); }
     | STRING                                           { $$ = build_string(b, $1, @1); }
     | string                                           { $$ = build_string(b, $1, @1); }
     | TRUE                                             { $$ = build_boolean(b, @1, true); }
     | FALSE                                            { $$ = build_boolean(b, @1, false); }
     | NULL                                             { $$ = build_null(b, @1); }
     | ALIAS                                            { $$ = build_alias(b, $1, @1); }
     | word                                             { $$ = build_bare(b, $1, @1); }
     | word '.' word                                    { $$ = build_dotted(b, $1, $3, @$); }
     | embedded                                         { $$ = build_embedded(b, $1, @1); }
     ;

/* Literals with only blanks between them are one token already; those with a comment between meet here. */
string: STRING STRING                                   { $$ = build_concatenated(b, $1, $2); }
      | string STRING                                   { $$ = build_concatenated(b, $1, $2); }
      ;

word: IDENT                                             { $$ = build_word(b, $1, @1); }
    | CLASS                                             { $$ = build_word(b, $1, @1); }
    | ASSOCIATION                                       { $$ = build_word(b, $1, @1); }
    | STRUCTURE                                         { $$ = build_word(b, $1, @1); }
    | ENUMERATION                                       { $$ = build_word(b, $1, @1); }
    | QUALIFIER                                         { $$ = build_word(b, $1, @1); }
    | SCOPE                                             { $$ = build_word(b, $1, @1); }
    | FLAVOR                                            { $$ = build_word(b, $1, @1); }
    | POLICY                                            { $$ = build_word(b, $1, @1); }
    | INSTANCE %prec LOWEST                             { $$ = build_word(b, $1, @1); }
    | VALUE %prec LOWEST                                { $$ = build_word(b, $1, @1); }
    | OF                                                { $$ = build_word(b, $1, @1); }
    | AS                                                { $$ = build_word(b, $1, @1); }
    ;

%%

/* Called at a token that no rule allows. The message is expect.c's; here the symbols become words. */
static int yyreport_syntax_error(const yypcontext_t *context, void *scanner, struct build *b)
{
    (void)scanner;
    enum { MOST = 40 };
    yysymbol_kind_t kinds[MOST];
    struct expected expected = {.at = *yypcontext_location(context)};
    int count = yypcontext_expected_tokens(context, kinds, MOST);
    for (int i = 0; i < count; i++) expect_add(&expected, yysymbol_name(kinds[i]));
    expected.end = yypcontext_token(context) == YYSYMBOL_YYEOF;
    expect_report(b, &expected);
    return 0;
}
