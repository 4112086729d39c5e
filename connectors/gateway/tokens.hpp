// Named operator tokens with roles. The file STATE/tokens.json holds their SHA-256 only; a running server sees a change
// of the file at the next request, so that `glassline token` needs no server.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/fields.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

namespace glassline::gateway {

/// Each role may do what those before it may: watch reads; operate changes orders, links, alarms; engineer reads raw
/// messages; admin everything.
enum class Role { watch, operate, engineer, admin };
constexpr auto names(Role) { return std::array<std::string_view, 4>{"watch", "operate", "engineer", "admin"}; }

struct Token {
    std::string name;
    Role role = Role::watch;
    std::string sha256;  // of the token's text, lower-case hex
    Instant created_at{};
    bool operator==(const Token&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("name", self.name);
        v("role", self.role);
        v("sha256", self.sha256);
        v("created_at", self.created_at);
    }
};

inline constexpr std::size_t max_tokens = 1'000;

/// The token that a bearer's text is, compared with all of them in constant time.
[[nodiscard]] std::optional<Token> find_token(const std::vector<Token>& tokens, std::string_view bearer);

class TokenFile {
public:
    explicit TokenFile(std::string state_dir);

    /// The tokens now; reads the file when it changed. A missing file is no tokens.
    [[nodiscard]] Result<std::vector<Token>> tokens();
    /// Makes a token and gives its text, which is nowhere else. Errors: the name is taken or empty, too many, no disk.
    [[nodiscard]] Result<std::string> create(const std::string& name, Role role, Instant now);
    [[nodiscard]] Status revoke(const std::string& name);
    /// The first start: an admin token named "operator" in STATE/operator.token (0600), when there are no tokens.
    [[nodiscard]] Status ensure_first(Instant now);

private:
    [[nodiscard]] Status write(const std::vector<Token>& tokens);
    std::string dir_;
    std::string path_;
    std::string stamp_;
    std::vector<Token> known_;
};

}  // namespace glassline::gateway
