#include "connectors/gateway/secrets.hpp"

#include <sodium.h>

#include <cstdlib>
#include <vector>

namespace glassline::gateway {
namespace {

void ready() {
    static const int state = sodium_init();
    if (state < 0) std::abort();  // no source of randomness: nothing here may go on
}

std::string base64url(const unsigned char* bytes, std::size_t count) {
    std::string out(sodium_base64_encoded_len(count, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes, count, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();  // its terminating zero
    return out;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string random_secret() { return random_id(secret_bytes); }

std::string random_id(std::size_t count) {
    ready();
    std::vector<unsigned char> bytes(count);
    randombytes_buf(bytes.data(), bytes.size());
    return base64url(bytes.data(), bytes.size());
}

unsigned random_below(unsigned count) {
    ready();
    return randombytes_uniform(count);
}

Key random_key() {
    ready();
    Key key{};
    randombytes_buf(key.data(), key.size());
    return key;
}

std::string sha256_hex(std::string_view text) {
    ready();
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), bytes_of(text), text.size());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

std::string sign(const Key& key, std::string_view text) {
    ready();
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    static_assert(crypto_auth_hmacsha256_KEYBYTES == sizeof(Key));
    crypto_auth_hmacsha256(mac.data(), bytes_of(text), text.size(), key.data());
    return base64url(mac.data(), mac.size());
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace glassline::gateway
