#include "connectors/journal/compressed.hpp"

#include <zstd.h>

#include <memory>

namespace glassline {

namespace {
constexpr int level = 1;  // a message must not cost more to pack than to decode
struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
}  // namespace

std::string pack(std::string_view bytes) {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context{ZSTD_createCCtx()};
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const auto size = ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size(), level);
    out.resize(size);
    return out;
}

Result<std::string> unpack(std::string_view packed) {
    const Error damaged{"compressed bytes", "they are damaged", "check the file with `glassline inspect --verify`"};
    const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > max_unpacked_bytes) return damaged;
    std::string out(static_cast<std::size_t>(size), '\0');
    const auto got = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
    if (ZSTD_isError(got) != 0U || got != out.size()) return damaged;
    return out;
}

}  // namespace glassline
