#include "connectors/gateway/customer_stream.hpp"

#include <cassert>
#include <nlohmann/json.hpp>

namespace glassline::gateway {
namespace {

using Json = nlohmann::ordered_json;

// A merge patch can't set a null, so none is ever in a view that is sent.
void drop_nulls(Json& j) {
    if (!j.is_object()) return;
    for (auto at = j.begin(); at != j.end();) {
        if (at->is_null()) {
            at = j.erase(at);
        } else {
            drop_nulls(*at);
            ++at;
        }
    }
}

Json patch_between(const Json& before, const Json& after) {
    Json patch = Json::object();
    for (const auto& [key, old] : before.items()) {
        if (!after.contains(key)) patch[key] = nullptr;
    }
    for (const auto& [key, now] : after.items()) {
        const auto old = before.find(key);
        if (old == before.end()) {
            patch[key] = now;
        } else if (old->is_object() && now.is_object()) {
            auto inner = patch_between(*old, now);
            if (!inner.empty()) patch[key] = std::move(inner);
        } else if (*old != now) {
            patch[key] = now;
        }
    }
    return patch;
}

Json parsed(std::string_view text) {
    auto j = Json::parse(text, nullptr, false);
    assert(j.is_object() && "a view is a JSON object of ours");
    drop_nulls(j);
    return j;
}

}  // namespace

std::string merge_patch(std::string_view before, std::string_view after) {
    return patch_between(parsed(before), parsed(after)).dump();
}

std::string padded_event(std::uint64_t id, std::string_view name, std::string_view data, std::size_t multiple) {
    std::string out = "id: " + std::to_string(id) + "\nevent: ";
    out += name;
    out += "\ndata: ";
    out += data;
    out += '\n';
    // ":" + filling + "\n" + "\n": three bytes at least. SSE drops a line that begins with a colon.
    const std::size_t least = out.size() + 3;
    const std::size_t size = (least + multiple - 1) / multiple * multiple;
    out += ':';
    out.append(size - least, ' ');
    out += "\n\n";
    return out;
}

std::string CustomerStream::tick(std::string_view view_json) {
    ++tick_;
    if (!begun_) {
        begun_ = true;
        last_ = view_json;
        return padded_event(tick_, "snapshot", parsed(view_json).dump(), stream_padding);
    }
    if (last_ == view_json) return padded_event(tick_, "patch", "{}", stream_padding);
    const auto patch = merge_patch(last_, view_json);
    last_ = view_json;
    return padded_event(tick_, "patch", patch, stream_padding);
}

}  // namespace glassline::gateway
