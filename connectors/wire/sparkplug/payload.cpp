#include "connectors/wire/sparkplug/payload.hpp"

#include <bit>
#include <cmath>

namespace glassline::sparkplug {
namespace {

// protobuf wire types
enum class Wire : std::uint32_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct Field {
    std::uint32_t number = 0;
    Wire wire = Wire::varint;
    std::uint64_t scalar = 0;
    std::string_view bytes;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] bool done() const { return rest_.empty(); }

    /// False where the bytes end inside a field or hold none.
    bool next(Field& out) {
        std::uint64_t key = 0;
        if (!varint(key) || key >> 3U == 0 || key >> 3U > 536'870'911) return false;
        out.number = static_cast<std::uint32_t>(key >> 3U);
        out.wire = static_cast<Wire>(key & 7U);
        switch (out.wire) {
            case Wire::varint:
                return varint(out.scalar);
            case Wire::fixed64:
                return fixed(8, out.scalar);
            case Wire::fixed32:
                return fixed(4, out.scalar);
            case Wire::bytes: {
                std::uint64_t size = 0;
                if (!varint(size) || size > rest_.size()) return false;
                out.bytes = rest_.substr(0, size);
                rest_.remove_prefix(size);
                return true;
            }
        }
        return false;
    }

private:
    bool varint(std::uint64_t& out) {
        out = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            out |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if ((byte & 0x80U) == 0) return true;
        }
        return false;
    }
    bool fixed(std::size_t count, std::uint64_t& out) {
        if (rest_.size() < count) return false;
        out = 0;
        for (std::size_t i = 0; i < count; ++i) {
            out |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[i])) << (8 * i);
        }
        rest_.remove_prefix(count);
        return true;
    }
    std::string_view rest_;
};

// Signed types travel as their unsigned bits: 32 of them in int_value, 64 in long_value.
Value whole(std::uint64_t bits, std::uint32_t datatype, bool is_long) {
    switch (datatype) {
        case 1:  // Int8
            return static_cast<std::int64_t>(static_cast<std::int8_t>(bits));
        case 2:  // Int16
            return static_cast<std::int64_t>(static_cast<std::int16_t>(bits));
        case 3:  // Int32
            return static_cast<std::int64_t>(static_cast<std::int32_t>(bits));
        case 4:  // Int64
            return is_long ? static_cast<std::int64_t>(bits)
                           : static_cast<std::int64_t>(static_cast<std::int32_t>(bits));
        default:
            return bits;
    }
}

Value real(double value) {
    if (!std::isfinite(value)) return std::monostate{};
    return value;
}

bool read_metric(std::string_view bytes, Metric& out) {
    Reader reader(bytes);
    std::optional<Field> number;
    bool null = false;
    while (!reader.done()) {
        Field field;
        if (!reader.next(field)) return false;
        switch (field.number) {
            case 1:
                out.name = std::string(field.bytes);
                break;
            case 2:
                out.alias = field.scalar;
                break;
            case 3:
                out.timestamp_ms = field.scalar;
                break;
            case 4:
                out.datatype = static_cast<std::uint32_t>(field.scalar);
                break;
            case 5:
                out.historical = field.scalar != 0;
                break;
            case 7:
                null = field.scalar != 0;
                break;
            case 10:
            case 11:
                if (field.wire != Wire::varint) return false;
                number = field;  // its sense needs the data type, which may come later
                break;
            case 12:
                if (field.wire != Wire::fixed32) return false;
                out.value = real(std::bit_cast<float>(static_cast<std::uint32_t>(field.scalar)));
                break;
            case 13:
                if (field.wire != Wire::fixed64) return false;
                out.value = real(std::bit_cast<double>(field.scalar));
                break;
            case 14:
                out.value = field.scalar != 0;
                break;
            case 15:
                if (field.wire != Wire::bytes) return false;
                out.value = std::string(field.bytes);
                break;
            case 16:
            case 17:
            case 18:
            case 19:
                out.unread = true;
                break;
            default:
                break;  // properties, metadata, what later versions add
        }
    }
    if (number) out.value = whole(number->scalar, out.datatype, number->number == 11);
    if (null) out.value = std::monostate{};
    return true;
}

void put_varint(std::string& out, std::uint64_t value) {
    while (value >= 0x80U) {
        out.push_back(static_cast<char>((value & 0x7fU) | 0x80U));
        value >>= 7U;
    }
    out.push_back(static_cast<char>(value));
}

void put_scalar(std::string& out, std::uint32_t number, std::uint64_t value) {
    put_varint(out, number << 3U);
    put_varint(out, value);
}

void put_bytes(std::string& out, std::uint32_t number, std::string_view bytes) {
    put_varint(out, (number << 3U) | 2U);
    put_varint(out, bytes.size());
    out += bytes;
}

struct PutValue {
    std::string& out;
    void operator()(std::monostate) const { put_scalar(out, 7, 1); }
    void operator()(std::int64_t v) const { put_scalar(out, 11, static_cast<std::uint64_t>(v)); }
    void operator()(std::uint64_t v) const { put_scalar(out, 11, v); }
    void operator()(double v) const {
        put_varint(out, (13U << 3U) | 1U);
        const auto bits = std::bit_cast<std::uint64_t>(v);
        for (unsigned i = 0; i < 8; ++i) out.push_back(static_cast<char>((bits >> (8 * i)) & 0xffU));
    }
    void operator()(bool v) const { put_scalar(out, 14, v ? 1 : 0); }
    void operator()(const std::string& v) const { put_bytes(out, 15, v); }
};

}  // namespace

Result<Payload> decode(std::string_view bytes) {
    const Error wrong{"Sparkplug", "payload is no Sparkplug B message", ""};
    if (bytes.size() > max_payload_bytes) return Error{"Sparkplug", "payload is larger than 4 MiB", ""};
    Payload out;
    Reader reader(bytes);
    while (!reader.done()) {
        Field field;
        if (!reader.next(field)) return wrong;
        if (field.number == 1 && field.wire == Wire::varint) out.timestamp_ms = field.scalar;
        if (field.number == 3 && field.wire == Wire::varint) out.seq = field.scalar;
        if (field.number != 2) continue;
        if (field.wire != Wire::bytes) return wrong;
        if (out.metrics.size() >= max_metrics) return Error{"Sparkplug", "payload has more than 10,000 metrics", ""};
        if (!read_metric(field.bytes, out.metrics.emplace_back())) return wrong;
    }
    return out;
}

std::string encode(const Payload& payload) {
    std::string out;
    put_scalar(out, 1, payload.timestamp_ms);
    for (const auto& metric : payload.metrics) {
        std::string inner;
        if (!metric.name.empty()) put_bytes(inner, 1, metric.name);
        if (metric.alias) put_scalar(inner, 2, *metric.alias);
        if (metric.timestamp_ms != 0) put_scalar(inner, 3, metric.timestamp_ms);
        put_scalar(inner, 4, metric.datatype);
        if (metric.historical) put_scalar(inner, 5, 1);
        std::visit(PutValue{inner}, metric.value);
        put_bytes(out, 2, inner);
    }
    if (payload.seq) put_scalar(out, 3, *payload.seq);
    return out;
}

}  // namespace glassline::sparkplug
