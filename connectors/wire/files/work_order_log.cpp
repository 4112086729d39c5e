#include "connectors/wire/files/work_order_log.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

#include "connectors/wire/files/csv.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline {
namespace {

// Header words of production logs and of process-mining exports (XES names as pm4py flattens them), plain_header form.
using Words = std::span<const std::string_view>;
constexpr std::string_view case_words[] = {
    "case",  "caseid",  "caseconceptname", "workorder",   "workorderid", "workorderno", "workordernumber",
    "order", "orderid", "orderno",         "ordernumber", "job",         "jobid",       "jobno",
    "lot",   "lotid",   "batch",           "processid"};
constexpr std::string_view activity_words[] = {"activity", "activityname", "conceptname", "operation", "operationname",
                                               "task",     "step",         "processstep", "event"};
constexpr std::string_view machine_words[] = {"machine",     "machineid",   "machinename", "resource",   "resourceid",
                                              "orgresource", "station",     "stationid",   "workcenter", "workcentre",
                                              "equipment",   "equipmentid", "workstation", "asset"};
constexpr std::string_view start_words[] = {"start",     "starttime", "starttimestamp", "startdate", "startdatetime",
                                            "timestart", "begin",     "begintime",      "startedat"};
constexpr std::string_view complete_words[] = {
    "complete",     "completetime",  "completetimestamp", "end",       "endtime",
    "endtimestamp", "enddate",       "enddatetime",       "finish",    "finishtime",
    "timestamp",    "timetimestamp", "completedat",       "completed", "time"};
constexpr std::string_view order_quantity_words[] = {
    "workorderqty", "workorderquantity", "orderqty", "orderquantity", "quantity", "qty", "plannedqty", "lotsize"};
constexpr std::string_view completed_words[] = {"qtycompleted", "quantitycompleted",
                                                "completedqty", "completedquantity",
                                                "goodqty",      "qtygood",
                                                "yieldqty",     "completed",
                                                "good",         "qtyok"};
constexpr std::string_view rejected_words[] = {"qtyrejected", "quantityrejected", "rejectedqty", "rejected",
                                               "scrap",       "scrapqty",         "qtyscrapped"};
constexpr std::string_view product_words[] = {"product",  "productid", "part",    "partno",  "partid",
                                              "partdesc", "partname",  "article", "material"};

class Columns {
public:
    explicit Columns(const std::vector<std::string>& header) {
        for (const auto& name : header) plain_.push_back(plain_header(name));
    }
    /// -1: there is none. The first word that is there wins.
    [[nodiscard]] int find(Words words) const {
        for (const auto word : words) {
            const auto at = std::find(plain_.begin(), plain_.end(), word);
            if (at != plain_.end()) return static_cast<int>(at - plain_.begin());
        }
        return -1;
    }

private:
    std::vector<std::string> plain_;
};

std::string field(const CsvRow& row, int column) {
    return column < 0 || static_cast<std::size_t>(column) >= row.fields.size()
               ? std::string{}
               : row.fields[static_cast<std::size_t>(column)];
}

/// "1000", "1000.0", "1000,0"; nothing or nonsense is 0.
std::uint32_t quantity(std::string text) {
    std::replace(text.begin(), text.end(), ',', '.');
    double value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || !(value > 0) || value > 4e9) return 0;
    return static_cast<std::uint32_t>(std::lround(value));
}

/// A list of quoted names, also of bytes that are no text.
std::string shown(const std::vector<std::string>& header) {
    constexpr std::size_t most_names = 20;
    Json names = Json::array();
    for (std::size_t i = 0; i < header.size() && i < most_names; ++i) names.push_back(header[i].substr(0, 40));
    return json_text(names);
}

bool digits(const std::string& text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return false;
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                       text.begin() + static_cast<std::ptrdiff_t>(at + count),
                       [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<Instant> parse_table_time(const std::string& text, int zone_minutes) {
    std::string iso = text;
    if (digits(iso, 0, 4) && iso.size() >= 10 && iso[4] == '/' && iso[7] == '/') iso[4] = iso[7] = '-';
    if (digits(iso, 0, 2) && digits(iso, 3, 2) && digits(iso, 6, 4) && iso[2] == '.' && iso[5] == '.') {
        iso = iso.substr(6, 4) + "-" + iso.substr(3, 2) + "-" + iso.substr(0, 2) + iso.substr(10);
    }
    if (iso.size() == 10) iso += "T00:00:00";
    const bool no_seconds = iso.size() >= 16 && digits(iso, 14, 2) && (iso.size() == 16 || iso[16] != ':');
    if (no_seconds) iso.insert(16, ":00");
    const auto parsed = parse_iso8601(iso);
    if (!parsed) return Error{"'" + text.substr(0, 40) + "'", "is not a time", "write it like 2026-11-23 14:03:07"};
    if (parsed->zone == Zone::stated) return parsed->instant;
    return parsed->instant - std::chrono::minutes(zone_minutes);
}

Result<WorkOrderLog> read_work_order_log(std::string_view text, int zone_minutes) {
    const auto table = read_csv(text);
    const Columns columns(table.header);
    const int order = columns.find(case_words);
    const int activity = columns.find(activity_words);
    const int machine = columns.find(machine_words);
    const int start = columns.find(start_words);
    const int complete = columns.find(complete_words);
    std::string missing;
    if (order < 0) missing += " case";
    if (activity < 0 && machine < 0) missing += " activity";
    if (start < 0 && complete < 0) missing += " start";
    if (!missing.empty()) {
        return Error{"header", "has no column for" + missing + "; it has: " + shown(table.header),
                     "name the columns case, activity, machine, start, complete"};
    }
    const int order_quantity = columns.find(order_quantity_words);
    // A column "completed" may be a time or a count; it is the count when another one is the time.
    const int counted = columns.find(completed_words);
    const int completed = counted == complete ? -1 : counted;
    const int rejected = columns.find(rejected_words);
    const int product = columns.find(product_words);
    WorkOrderLog out;
    for (const auto& row : table.rows) {
        const auto refuse = [&](std::string reason) {
            std::string example = "line " + std::to_string(row.line) + ":";
            for (const auto& value : row.fields) example += " " + value;
            out.refused.push_back({std::move(reason), example.substr(0, 500)});
        };
        OperationRow made;
        made.line = row.line;
        made.order = field(row, order);
        made.activity = field(row, activity);
        made.machine = machine < 0 || field(row, machine).empty() ? made.activity : field(row, machine);
        made.product = field(row, product);
        if (made.order.empty() || made.machine.empty()) {
            refuse("a row without case or machine");
            continue;
        }
        const auto from = parse_table_time(field(row, start < 0 ? complete : start), zone_minutes);
        const auto until = parse_table_time(field(row, complete < 0 ? start : complete), zone_minutes);
        if (!from || !until) {
            refuse("a row whose times can't be read");
            continue;
        }
        if (*until < *from) {
            refuse("a row that ends before it starts");
            continue;
        }
        made.start = *from;
        made.complete = *until;
        made.order_quantity = quantity(field(row, order_quantity));
        made.completed = quantity(field(row, completed));
        made.rejected = quantity(field(row, rejected));
        out.rows.push_back(std::move(made));
    }
    return out;
}

}  // namespace glassline
