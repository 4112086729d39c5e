#include "tests/bench/report.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace glassline::bench {
namespace {

std::string number(double value) {
    char text[40];
    std::snprintf(text, sizeof text, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    return text;
}

}  // namespace

Report::Report(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        json_ = json_ || std::string_view(argv[i]) == "--json";
        smoke_ = smoke_ || std::string_view(argv[i]) == "--smoke";
    }
}

void Report::add(Figure figure) {
    if (!json_) {
        std::printf("%-58s %8s %s", figure.what.c_str(), number(figure.value).c_str(), figure.unit.c_str());
        if (figure.limit != Limit::none) {
            std::printf(" (mark %s %s%s)", figure.limit == Limit::at_most ? "<=" : ">=", number(figure.mark).c_str(),
                        figure.met() ? "" : ", missed");
        }
        std::printf("\n");
        std::fflush(stdout);
    }
    figures_.push_back(std::move(figure));
}

int Report::done() const {
    if (!json_) return 0;
    auto out = nlohmann::ordered_json::array();
    for (const auto& figure : figures_) {
        nlohmann::ordered_json one{{"what", figure.what}, {"value", figure.value}, {"unit", figure.unit}};
        if (figure.limit != Limit::none) {
            one["limit"] = figure.limit == Limit::at_most ? "<=" : ">=";
            one["mark"] = figure.mark;
            one["met"] = figure.met();
        }
        out.push_back(std::move(one));
    }
    std::printf("%s\n", out.dump(1).c_str());
    return 0;
}

}  // namespace glassline::bench
