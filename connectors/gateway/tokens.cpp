#include "connectors/gateway/tokens.hpp"

#include <algorithm>

#include "connectors/gateway/secrets.hpp"
#include "connectors/gateway/state_files.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::gateway {
namespace {

constexpr std::size_t max_token_file = 1U << 20U;

}  // namespace

std::optional<Token> find_token(const std::vector<Token>& tokens, std::string_view bearer) {
    const auto hash = sha256_hex(bearer);
    std::optional<Token> found;
    for (const auto& token : tokens) {  // all of them, whatever was found
        if (same_secret(token.sha256, hash)) found = token;
    }
    return found;
}

TokenFile::TokenFile(std::string state_dir) : dir_(std::move(state_dir)), path_(dir_ + "/tokens.json") {}

Result<std::vector<Token>> TokenFile::tokens() {
    const auto stamp = file_stamp(path_);
    if (!stamp.empty() && stamp == stamp_) return known_;
    const auto text = read_small(path_, max_token_file);
    if (!text) return text.error();
    if (!text->has_value()) return std::vector<Token>{};
    const auto json = Json::parse(**text, nullptr, false);
    if (json.is_discarded()) {
        return Error{path_, "is not JSON", "restore it from a backup, or remove it and operator.token and restart"};
    }
    auto read = from_json_value<std::vector<Token>>(json);
    if (!read) return Error{path_, read.error().what, "restore it from a backup"};
    known_ = *read;
    stamp_ = stamp;
    return known_;
}

Status TokenFile::write(const std::vector<Token>& tokens) {
    stamp_.clear();
    return write_private(path_, to_json_value(tokens).dump(1) + "\n");
}

Result<std::string> TokenFile::create(const std::string& name, Role role, Instant now) {
    if (name.empty() || name.size() > 100) return Error{"token", "the name must have 1 to 100 characters", ""};
    if (const auto folder = ensure_folder(dir_); !folder) return folder.error();
    const FileLock lock(path_ + ".lock");
    auto all = tokens();
    if (!all) return all.error();
    if (all->size() >= max_tokens) return Error{"token", "there are too many tokens", "revoke one first"};
    if (std::any_of(all->begin(), all->end(), [&](const Token& t) { return t.name == name; })) {
        return Error{"token", "there is one named '" + name + "' already", "revoke it first or choose another name"};
    }
    const auto text = random_secret();
    all->push_back({name, role, sha256_hex(text), now});
    if (const auto written = write(*all); !written) return written.error();
    return text;
}

Status TokenFile::revoke(const std::string& name) {
    if (const auto folder = ensure_folder(dir_); !folder) return folder.error();
    const FileLock lock(path_ + ".lock");
    auto all = tokens();
    if (!all) return all.error();
    if (std::erase_if(*all, [&](const Token& t) { return t.name == name; }) == 0) {
        return Error{"token", "there is none named '" + name + "'", "`glassline token list` shows all"};
    }
    return write(*all);
}

Status TokenFile::ensure_first(Instant now) {
    const auto all = tokens();
    if (!all) return all.error();
    if (!all->empty()) return Done{};
    const auto made = create("operator", Role::admin, now);
    if (!made) return made.error();
    return write_private(dir_ + "/operator.token", *made + "\n");
}

}  // namespace glassline::gateway
