#include "connectors/gateway/customer_api.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace glassline::gateway {
namespace {

// The same bytes for every unknown, foreign, damaged or empty secret.
Response not_found() { return error_response(404, "There is nothing here."); }
Response ended() {
    return error_response(410, "This link has ended. Please ask the person who sent it to you for a new one.");
}
Response no_session() { return error_response(401, "Please open the link again."); }
Response too_many() {
    auto response = error_response(429, "Too many attempts. Please wait a minute.");
    response.headers.emplace_back("Retry-After", "60");
    return response;
}
Response wrong_method() { return error_response(405, "This address does not take that."); }

std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

/// Browsers say where a request comes from; another site's page may not use ours.
bool same_origin(const Request& request, const CustomerContext& context) {
    const auto site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    const auto origin = request.header("origin");
    if (origin.empty() || origin == context.origin) return true;
    // Reached by another name of ours (an address instead of a host name): Origin and Host agree.
    const auto scheme = origin.find("://");
    return scheme != std::string::npos && origin.substr(scheme + 3) == request.header("host");
}

Admission admitted(const Request& request, const CustomerContext& context, bool& had_session) {
    const auto link =
        read_session(context.session_key, cookie_of(request.header("cookie"), session_cookie), context.now);
    had_session = link.has_value();
    return link ? context.by_link(*link) : Admission{};
}

CustomerOutcome open_session(const Request& request, const CustomerContext& context) {
    if (!context.attempt_allowed(request.remote)) return too_many();
    if (request.body.size() > max_customer_body) return error_response(413, "That is too long.");
    const auto json = nlohmann::json::parse(request.body, nullptr, false);
    std::string secret;
    bool embedded = false;
    if (json.is_object()) {
        if (const auto at = json.find("secret"); at != json.end() && at->is_string()) secret = at->get<std::string>();
        if (const auto at = json.find("embedded"); at != json.end() && at->is_boolean()) embedded = at->get<bool>();
    }
    if (secret.starts_with("v1.")) secret.erase(0, 3);
    const auto admission = context.by_secret(secret);
    switch (admission.standing) {
        case Standing::unknown:
            return not_found();
        case Standing::ended:
            return ended();
        case Standing::open:
            break;
    }
    const auto lives_s = std::max<std::int64_t>((admission.ends_at - context.now).count() / 1'000'000, 1);
    std::string cookie = std::string(session_cookie) + "=" +
                         make_session(context.session_key, admission.link, admission.ends_at) +
                         "; Path=/; HttpOnly; Max-Age=" + std::to_string(lives_s);
    if (embedded && context.secure && !context.frame_ancestors.empty()) {
        cookie += "; SameSite=None; Secure; Partitioned";
    } else {
        cookie += "; SameSite=Strict";
        if (context.secure) cookie += "; Secure";
    }
    Response opened{204, "", {}, ""};
    opened.headers.emplace_back("Set-Cookie", cookie);
    return OpenLink{admission.link, std::move(opened)};
}

/// `/a/HASH/...`: the folder is named by the hash of all that is in it, so it may be kept for ever.
bool has_hash(std::string_view path) {
    if (!path.starts_with("/a/")) return false;
    const auto hash = path.substr(3, path.substr(3).find('/'));
    return hash.size() >= 8 && std::all_of(hash.begin(), hash.end(),
                                           [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Response serve_file(const Request& request, const StaticFile& file) {
    Response out{200, std::string(file.content_type), {}, ""};
    if (has_hash(file.path)) out.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    const auto accepts = request.header("accept-encoding");
    if (!file.gzip.empty()) out.headers.emplace_back("Vary", "Accept-Encoding");
    if (!file.gzip.empty() && accepts.find("gzip") != std::string::npos) {
        out.headers.emplace_back("Content-Encoding", "gzip");
        out.body = file.gzip;
    } else {
        out.body = file.bytes;
    }
    return out;
}

CustomerOutcome route(const Request& request, const CustomerContext& context) {
    const bool get = request.method == "GET";
    const auto& path = request.path;
    if (path == "/session") {
        if (request.method != "POST") return wrong_method();
        if (!same_origin(request, context)) return error_response(403, "This page may not open links here.");
        return open_session(request, context);
    }
    if (path == "/api/view" || path == "/api/stream") {
        if (!get) return wrong_method();
        if (!same_origin(request, context)) return error_response(403, "This page may not read this.");
        bool had_session = false;
        const auto admission = admitted(request, context, had_session);
        if (!had_session) return no_session();
        if (admission.standing == Standing::ended) return ended();
        if (admission.standing == Standing::unknown) return not_found();
        if (path == "/api/view") {
            auto view = context.view(admission.link);
            return view ? json_response(std::move(*view)) : not_found();
        }
        if (context.open_streams(admission.link) >= max_streams_per_link) {
            auto full = error_response(429, "This link is open in too many places. Please close one.");
            full.headers.emplace_back("Retry-After", "10");
            return full;
        }
        const auto last = number_of(request.header("last-event-id"));
        // A client's word about its own count; nonsense starts anew.
        return OpenStream{admission.link, last && *last < (1ULL << 53U) ? *last : 0};
    }
    if (get) {
        const auto* file = context.file(path == "/" ? "/index.html" : path);
        if (file != nullptr) return serve_file(request, *file);
    }
    return not_found();
}

}  // namespace

std::vector<std::pair<std::string, std::string>> customer_headers(const CustomerContext& context) {
    std::string ancestors;
    for (const auto& origin : context.frame_ancestors) ancestors += " " + origin;
    std::vector<std::pair<std::string, std::string>> out{
        {"Content-Security-Policy", "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors" +
                                        (ancestors.empty() ? " 'none'" : ancestors)},
        {"Referrer-Policy", "no-referrer"},
        {"X-Robots-Tag", "noindex"},
        {"X-Content-Type-Options", "nosniff"},
    };
    if (context.secure) out.emplace_back("Strict-Transport-Security", "max-age=31536000");
    return out;
}

CustomerOutcome handle_customer(const Request& request, const CustomerContext& context) {
    auto outcome = route(request, context);
    auto* response = std::get_if<Response>(&outcome);
    if (auto* opening = std::get_if<OpenLink>(&outcome)) response = &opening->then;
    if (response != nullptr) {
        const bool cached = std::any_of(response->headers.begin(), response->headers.end(),
                                        [](const auto& h) { return h.first == "Cache-Control"; });
        if (!cached) response->headers.emplace_back("Cache-Control", "no-store");
        for (auto& header : customer_headers(context)) response->headers.push_back(std::move(header));
    }
    return outcome;
}

std::string make_session(const Key& key, const LinkGrantId& link, Instant expires) {
    const std::string body = link.value + "." + std::to_string(micros(expires) / 1'000'000);
    return body + "." + sign(key, body);
}

std::optional<LinkGrantId> read_session(const Key& key, std::string_view cookie, Instant now) {
    if (cookie.empty() || cookie.size() > 512) return std::nullopt;
    const auto last = cookie.rfind('.');
    if (last == std::string_view::npos) return std::nullopt;
    const auto body = cookie.substr(0, last);
    if (!same_secret(sign(key, body), cookie.substr(last + 1))) return std::nullopt;
    const auto dot = body.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto until = number_of(body.substr(dot + 1));
    // An old session of an ended link still says whose it was, so that the answer is 410 and not "open it again".
    if (!until || now > from_micros(static_cast<std::int64_t>(*until) * 1'000'000) + std::chrono::hours(24 * 365)) {
        return std::nullopt;
    }
    return LinkGrantId(std::string(body.substr(0, dot)));
}

}  // namespace glassline::gateway
