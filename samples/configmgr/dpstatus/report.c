/* `dpstatus report`: sums become tables, and the tables are printed. */
#include "distribution_store.h"
#include "dpstatus.h"
#include "figures.h"
#include "gather.h"
#include "readable.h"
#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TABLES = 6 };

/* ---- tables of sums by name ------------------------------------------------------------------------------- */

/* Which sum stands in which column; the name and, where there is one, the detail come before. */
struct layout {
    struct table table;
    bool detail;
    enum sum sums[SUM_COUNT];
};

static const struct column package_columns[] = {
    {"package", "package", CELL_TEXT, TONE_PLAIN},   {"type", "type", CELL_TEXT, TONE_PLAIN},
    {"copies", "copies", CELL_COUNT, TONE_PLAIN},    {"installed", "installed", CELL_COUNT, TONE_GOOD},
    {"retrying", "retrying", CELL_COUNT, TONE_CARE}, {"failed", "failed", CELL_COUNT, TONE_BAD},
    {"pending", "pending", CELL_COUNT, TONE_BUSY},
};
static const struct column point_columns[] = {
    {"distribution_point", "server", CELL_TEXT, TONE_PLAIN},
    {"site", "site", CELL_TEXT, TONE_PLAIN},
    {"copies", "copies", CELL_COUNT, TONE_PLAIN},
    {"installed", "installed", CELL_COUNT, TONE_GOOD},
    {"retrying", "retrying", CELL_COUNT, TONE_CARE},
    {"failed", "failed", CELL_COUNT, TONE_BAD},
    {"pending", "pending", CELL_COUNT, TONE_BUSY},
    {"open_jobs", "open jobs", CELL_COUNT, TONE_PLAIN},
    {"bytes_left", "bytes left", CELL_BYTES, TONE_PLAIN},
};
static const struct column software_columns[] = {
    {"software", "software", CELL_TEXT, TONE_PLAIN},   {"distribution_points", "servers", CELL_COUNT, TONE_PLAIN},
    {"installed", "installed", CELL_COUNT, TONE_GOOD}, {"retrying", "retrying", CELL_COUNT, TONE_CARE},
    {"failed", "failed", CELL_COUNT, TONE_BAD},
};

static const struct layout packages = {
    {"packages", "Packages", "copies on distribution points", package_columns, 7, 0, NULL, BARS_STATES},
    true,
    {SUM_COPIES, SUM_INSTALLED, SUM_RETRYING, SUM_FAILED, SUM_PENDING}};
static const struct layout points = {
    {"distribution_points", "Distribution points", "copies of packages, and jobs that are not over", point_columns, 9,
     0, NULL, BARS_STATES},
    true,
    {SUM_COPIES, SUM_INSTALLED, SUM_RETRYING, SUM_FAILED, SUM_PENDING, SUM_JOBS, SUM_BYTES}};
static const struct layout software = {{"software", "Software", "installations that its distribution points report",
                                        software_columns, 5, 0, NULL, BARS_STATES},
                                       false,
                                       {SUM_COPIES, SUM_INSTALLED, SUM_RETRYING, SUM_FAILED}};

static struct cell text_cell(const char *text)
{
    struct cell cell = {.text = text, .absent = !text};
    return cell;
}

static struct cell number_cell(uint64_t number)
{
    struct cell cell = {.number = number > INT64_MAX ? INT64_MAX : (int64_t)number};
    return cell;
}

static void say_moment(int64_t now, char *out, size_t room)
{
    mof_datetime d;
    if (!mof_datetime_from_utc(now, &d)) snprintf(out, room, "-");
    else snprintf(out, room, "%04u-%02u-%02uT%02u:%02u:%02uZ", d.year, d.month, d.day, d.hour, d.minute, d.second);
}

static struct cell *make_cells(struct table *t, struct summary *s, size_t rows)
{
    t->cells = mof_arena_alloc(&s->arena, (rows + 1) * t->column_count * sizeof *t->cells);
    return t->cells;
}

static bool fill_tally(struct table *t, const struct layout *layout, struct summary *s, const struct tally *tally)
{
    *t = layout->table;
    struct entry **entries = tally_sorted(tally);
    struct cell *cell = make_cells(t, s, tally->count);
    if (!entries || !cell) return false;
    for (; t->row_count < tally->count; t->row_count++) {
        const struct entry *e = entries[t->row_count];
        size_t sum = 0, column = 1;
        *cell++ = text_cell(e->name);
        if (layout->detail) *cell++ = text_cell(e->detail), column++;
        for (; column < t->column_count; column++) *cell++ = number_cell(e->sums[layout->sums[sum++]]);
        cell[-1].at_least = e->at_least;
    }
    return true;
}

/* The labels of SMS_DistributionJob.State in words; NULL where it has others by now. */
static const char *words_of(const char *state)
{
    static const char *const words[] = {
        [SMS_DistributionJob_State_DISTSRC_STATE_PENDING] = "Pending",
        [SMS_DistributionJob_State_DISTSRC_STATE_READY] = "Ready",
        [SMS_DistributionJob_State_DISTSRC_STATE_STARTED] = "Started",
        [SMS_DistributionJob_State_DISTSRC_STATE_INPROGRESS] = "In progress",
        [SMS_DistributionJob_State_DISTSRC_STATE_PENDING_RESTART] = "Pending restart",
        [SMS_DistributionJob_State_DISTSRC_STATE_COMPLETE] = "Complete",
        [SMS_DistributionJob_State_DISTSRC_STATE_FAILED] = "Failed",
        [SMS_DistributionJob_State_DISTSRC_STATE_CANCELLED] = "Cancelled",
        [SMS_DistributionJob_State_DISTSRC_STATE_SUSPENDED] = "Suspended",
    };
    uint32_t value;
    bool known = state && SMS_DistributionJob_State_parse(mof_str_from(state), &value);
    return known && value < sizeof words / sizeof *words ? words[value] : NULL;
}

static struct cell state_cell(const char *state)
{
    struct cell cell = text_cell(state);
    cell.words = words_of(state);
    return cell;
}

/* ---- tables of sums by state ------------------------------------------------------------------------------ */

static const struct column job_columns[] = {
    {"state", "state", CELL_TEXT, TONE_PLAIN},
    {"jobs", "jobs", CELL_COUNT, TONE_PLAIN},
    {"oldest_seconds", "oldest", CELL_AGE, TONE_PLAIN},
    {"median_seconds", "median age", CELL_AGE, TONE_PLAIN},
    {"bytes_left", "bytes left", CELL_BYTES, TONE_PLAIN},
};
static const struct column message_columns[] = {
    {"type", "type", CELL_TEXT, TONE_PLAIN},
    {"messages", "messages", CELL_COUNT, TONE_PLAIN},
    {"distribution_points", "servers", CELL_COUNT, TONE_PLAIN},
};

static int by_age(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static struct cell age_cell(const struct job_sum *sum, size_t index)
{
    struct cell cell = {.absent = sum->age_count == 0};
    if (!cell.absent) cell.number = sum->ages[index] / 1000000;
    return cell;
}

static bool fill_jobs(struct table *t, struct summary *s)
{
    static const struct table empty = {
        "jobs", "Jobs", "by state, with the time since they were created", job_columns, 5, 0, NULL, BARS_SHARE};
    *t = empty;
    struct cell *cell = make_cells(t, s, JOB_STATES);
    if (!cell) return false;
    for (int i = 0; i < JOB_STATES; i++) {
        struct job_sum *sum = &s->states[i];
        if (!sum->jobs) continue;
        if (sum->age_count) qsort(sum->ages, sum->age_count, sizeof *sum->ages, by_age);
        *cell++ = state_cell(sum->state);
        *cell++ = number_cell(sum->jobs);
        *cell++ = age_cell(sum, sum->age_count - 1);
        *cell++ = age_cell(sum, sum->age_count / 2);
        *cell = number_cell(sum->bytes);
        cell++->at_least = sum->at_least;
        t->row_count++;
    }
    return true;
}

static const struct column oldest_columns[] = {
    {"job", "job", CELL_TEXT, TONE_PLAIN},
    {"package", "package", CELL_TEXT, TONE_PLAIN},
    {"distribution_point", "server", CELL_TEXT, TONE_PLAIN},
    {"state", "state", CELL_TEXT, TONE_PLAIN},
    {"created", "created", CELL_TEXT, TONE_PLAIN},
    {"age_seconds", "age", CELL_AGE, TONE_PLAIN},
    {"bytes_left", "bytes left", CELL_BYTES, TONE_PLAIN},
};

static bool moment_cell(struct cell *cell, struct summary *s, int64_t moment)
{
    char text[READABLE_ROOM], words[READABLE_ROOM];
    mof_str kept_text, kept_words;
    say_moment(moment, text, sizeof text);
    readable_moment(moment, words);
    if (!mof_arena_str(&s->arena, text, strlen(text), &kept_text) ||
        !mof_arena_str(&s->arena, words, strlen(words), &kept_words))
        return false;
    *cell = text_cell(kept_text.at);
    cell->words = kept_words.at;
    return true;
}

static bool fill_oldest(struct table *t, struct summary *s)
{
    static const struct table empty = {"oldest_jobs", "Oldest jobs", "of those that are not over", oldest_columns, 7, 0,
                                       NULL,          BARS_NONE};
    *t = empty;
    struct cell *cell = make_cells(t, s, s->oldest_count);
    if (!cell) return false;
    for (; t->row_count < s->oldest_count; t->row_count++) {
        const struct waiting_job *job = &s->oldest[t->row_count];
        *cell++ = text_cell(job->id);
        *cell++ = text_cell(job->package);
        *cell++ = text_cell(job->point);
        *cell++ = state_cell(job->state);
        if (!moment_cell(cell++, s, job->created)) return false;
        *cell++ = (struct cell){.number = (s->now - job->created) / 1000000};
        *cell = number_cell(job->bytes);
        cell++->at_least = job->at_least;
    }
    return true;
}

static bool fill_messages(struct table *t, struct summary *s)
{
    static const struct table empty = {"messages", "Messages", "of the distribution points", message_columns, 3, 0,
                                       NULL,       BARS_SHARE};
    *t = empty;
    struct cell *cell = make_cells(t, s, MESSAGE_TYPES);
    if (!cell) return false;
    for (int i = 0; i < MESSAGE_TYPES; i++) {
        if (!s->messages[i].messages) continue;
        *cell++ = text_cell(s->messages[i].type);
        *cell++ = number_cell(s->messages[i].messages);
        *cell++ = number_cell(s->messages[i].points);
        t->row_count++;
    }
    return true;
}

/* ---- the command ------------------------------------------------------------------------------------------ */

static bool is_colored(enum color color)
{
    const char *term = getenv("TERM"), *none = getenv("NO_COLOR");
    if (color != COLOR_AUTO) return color == COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && !(none && *none) && term && strcmp(term, "dumb") != 0;
}

static int print(struct summary *s, const struct options *o)
{
    struct table tables[TABLES];
    char moment[32], words[READABLE_ROOM], headline[160];
    if (!fill_tally(&tables[0], &packages, s, &s->packages) || !fill_tally(&tables[1], &points, s, &s->points) ||
        !fill_tally(&tables[2], &software, s, &s->software) || !fill_jobs(&tables[3], s) ||
        !fill_oldest(&tables[4], s) || !fill_messages(&tables[5], s))
        return cannot(o->database, "out of memory");
    say_moment(s->now, moment, sizeof moment);
    snprintf(headline, sizeof headline, "%zu packages on %zu distribution points, %" PRIu64 " jobs", s->packages.count,
             s->points.count, s->jobs);
    readable_moment(s->now, words);
    struct report report = {
        .moment = moment, .moment_words = words, .headline = headline, .tables = tables, .table_count = TABLES};
    fill_figures(report.figures, s);
    if (o->format == FORMAT_JSON) print_json(&report);
    else if (o->format == FORMAT_CSV) print_csv(&report);
    else if (o->format == FORMAT_HTML) print_html(&report);
    else print_text(&report, is_colored(o->color));
    return EXIT_DONE;
}

int command_report(const struct options *o)
{
    mof_store_options how = {.flags = MOF_OPEN_READ_ONLY | MOF_OPEN_EXISTING};
    mof_error error = {0};
    mof_store *store;
    struct summary s;
    if (distribution_open(o->database, &how, &store, &error) != MOF_OK) return cannot(o->database, error.message);
    enum mof_status gathered = gather(store, o->now, &s, &error);
    int status = gathered == MOF_OK          ? print(&s, o)
                 : gathered == MOF_NO_MEMORY ? cannot(o->database, "out of memory")
                                             : cannot(o->database, error.message);
    mof_arena_free(&s.arena);
    mof_store_close(store);
    return status;
}
