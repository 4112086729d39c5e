#include "connectors/wire/mapping/topic_filter.hpp"

namespace glassline {
namespace {

std::vector<std::string_view> levels_of(std::string_view text) {
    std::vector<std::string_view> out;
    for (;;) {
        const auto slash = text.find('/');
        out.push_back(text.substr(0, slash));
        if (slash == std::string_view::npos) return out;
        text.remove_prefix(slash + 1);
    }
}

}  // namespace

Result<TopicFilter> TopicFilter::parse(std::string_view text) {
    const auto wrong = [&](const std::string& what) {
        return Error{"topic", "'" + std::string(text) + "' " + what, ""};
    };
    if (text.empty()) return wrong("is empty");
    TopicFilter filter;
    const auto levels = levels_of(text);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        auto level = levels[i];
        Level out;
        if (level == "+" || level == "#") {
            out.kind = level == "+" ? Level::Kind::one : Level::Kind::rest;
        } else if (level.starts_with('{') && level.ends_with('}')) {
            level = level.substr(1, level.size() - 2);
            out.kind = Level::Kind::one;
            if (level.ends_with('#')) {
                out.kind = Level::Kind::rest;
                level.remove_suffix(1);
            }
            if (level.empty() || level.find_first_of("{}/^|#@") != std::string_view::npos) {
                return wrong("has a level whose name is empty or not plain");
            }
            out.text = std::string(level);
            filter.names_.push_back(out.text);
        } else {
            if (level.find_first_of("+#{}") != std::string_view::npos) {
                return wrong("has a wildcard or a name that is only a part of its level");
            }
            out.text = std::string(level);
        }
        if (out.kind == Level::Kind::rest && i + 1 != levels.size()) return wrong("has a # that is not the last level");
        filter.levels_.push_back(std::move(out));
    }
    return filter;
}

std::optional<Captures> TopicFilter::match(std::string_view topic) const {
    Captures captures;
    // Topics that begin with $ are the broker's own; wildcards don't reach them.
    if (topic.starts_with('$') && levels_.front().kind != Level::Kind::literal) return std::nullopt;
    bool more = true;
    for (const auto& level : levels_) {
        if (level.kind == Level::Kind::rest) {
            if (!level.text.empty()) captures[level.text] = more ? std::string(topic) : std::string();
            return captures;
        }
        if (!more) return std::nullopt;
        const auto slash = topic.find('/');
        const auto here = topic.substr(0, slash);
        if (level.kind == Level::Kind::literal && here != level.text) return std::nullopt;
        if (level.kind == Level::Kind::one && !level.text.empty()) captures[level.text] = std::string(here);
        more = slash != std::string_view::npos;
        if (more) topic.remove_prefix(slash + 1);
    }
    if (more) return std::nullopt;
    return captures;
}

}  // namespace glassline
