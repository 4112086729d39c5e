// The binary form of described values: little-endian, varint lengths, each struct preceded by its size so that an
// older or newer reader can skip what it doesn't know. Journals, checkpoints and the digest use it.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "twin/base/fields.hpp"
#include "twin/base/ids.hpp"
#include "twin/base/result.hpp"
#include "twin/base/text_index.hpp"
#include "twin/base/time.hpp"

namespace glassline {

/// Appends values to a byte string. Never fails.
class BinaryWriter {
public:
    [[nodiscard]] const std::string& bytes() const { return out_; }
    [[nodiscard]] std::string take() { return std::move(out_); }

    void operator()(std::string_view, const auto& value) { write(value); }

    void varint(std::uint64_t v) {
        while (v >= 0x80) {
            out_.push_back(static_cast<char>(static_cast<unsigned char>(v) | 0x80U));
            v >>= 7U;
        }
        out_.push_back(static_cast<char>(v));
    }

    void write(bool v) { out_.push_back(v ? '\1' : '\0'); }
    void write(const std::string& v) {
        varint(v.size());
        out_ += v;
    }
    void write(double v) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &v, sizeof bits);
        for (unsigned i = 0; i < 8; ++i) out_.push_back(static_cast<char>((bits >> (8 * i)) & 0xffU));
    }
    void write(Instant v) { zigzag(micros(v)); }
    void write(Duration v) { zigzag(v.count()); }
    template <class Tag>
    void write(const Id<Tag>& v) {
        write(v.value);
    }
    template <class T>
    requires std::is_integral_v<T>
    void write(T v) {
        if constexpr (std::is_signed_v<T>) {
            zigzag(v);
        } else {
            varint(v);
        }
    }
    template <class E>
    requires std::is_enum_v<E>
    void write(E v) { varint(static_cast<std::uint64_t>(v)); }
    template <class T>
    void write(const std::optional<T>& v) {
        write(v.has_value());
        if (v) write(*v);
    }
    template <class T>
    void write(const std::vector<T>& v) {
        varint(v.size());
        for (const auto& item : v) write(item);
    }
    template <class K, class T>
    void write(const std::map<K, T>& v) {
        varint(v.size());
        for (const auto& [key, item] : v) {
            write(key);
            write(item);
        }
    }
    template <class T>
    void write(const TextIndex<T>& v) {
        varint(v.size());
        for (const auto* entry : sorted(v)) {
            write(entry->first);
            write(entry->second);
        }
    }
    template <class... Ts>
    void write(const std::variant<Ts...>& v) {
        std::visit(
            [this]<class T>(const T& alternative) {
                varint(T::tag);
                write(alternative);
            },
            v);
    }
    template <Described T>
    void write(const T& v) {
        // The size is not known before the body is written; it is moved in afterwards.
        const std::size_t start = out_.size();
        T::fields(v, *this);
        const std::size_t size = out_.size() - start;
        BinaryWriter prefix;
        prefix.varint(size);
        out_.insert(start, prefix.bytes());
    }

private:
    void zigzag(std::int64_t v) { varint((static_cast<std::uint64_t>(v) << 1U) ^ static_cast<std::uint64_t>(v >> 63)); }
    std::string out_;
};

/// Reads what BinaryWriter wrote. On bad bytes it stops, keeps defaults and says so in `ok()`.
class BinaryReader {
public:
    explicit BinaryReader(std::string_view bytes) : bytes_(bytes), end_(bytes.size()) {}

    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return at_ >= end_; }

    void operator()(std::string_view, auto& value) {
        if (!at_end()) read(value);  // an older writer ended here: the rest keeps its default
    }

    std::uint64_t varint() {
        std::uint64_t v = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (at_ >= end_) return fail();
            const auto byte = static_cast<unsigned char>(bytes_[at_++]);
            v |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if ((byte & 0x80U) == 0) return v;
        }
        return fail();
    }

    void read(bool& v) {
        if (at_ >= end_) {
            fail();
            return;
        }
        v = bytes_[at_++] != '\0';
    }
    void read(std::string& v) {
        const auto size = length();
        v.assign(bytes_.substr(at_, size));
        at_ += size;
    }
    void read(double& v) {
        if (end_ - at_ < 8) {
            fail();
            return;
        }
        std::uint64_t bits = 0;
        for (unsigned i = 0; i < 8; ++i) {
            bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[at_ + i])) << (8 * i);
        }
        at_ += 8;
        std::memcpy(&v, &bits, sizeof v);
    }
    void read(Instant& v) { v = from_micros(zigzag()); }
    void read(Duration& v) { v = Duration{zigzag()}; }
    template <class Tag>
    void read(Id<Tag>& v) {
        read(v.value);
    }
    template <class T>
    requires std::is_integral_v<T>
    void read(T& v) {
        if constexpr (std::is_signed_v<T>) {
            v = static_cast<T>(zigzag());
        } else {
            v = static_cast<T>(varint());
        }
    }
    template <class E>
    requires std::is_enum_v<E>
    void read(E& v) {
        const auto raw = varint();
        if constexpr (NamedEnum<E>) {
            if (raw >= names(E{}).size()) {
                fail();
                return;
            }
        }
        v = static_cast<E>(raw);
    }
    template <class T>
    void read(std::optional<T>& v) {
        bool present = false;
        read(present);
        if (!present) {
            v.reset();
            return;
        }
        read(v.emplace());
    }
    template <class T>
    void read(std::vector<T>& v) {
        const auto count = length();  // every item takes a byte at least, so a lying count is refused here
        v.clear();
        v.reserve(count < 4096 ? count : 4096);
        for (std::uint64_t i = 0; i < count && ok_; ++i) read(v.emplace_back());
    }
    template <class K, class T>
    void read(std::map<K, T>& v) {
        const auto count = length();
        v.clear();
        for (std::uint64_t i = 0; i < count && ok_; ++i) {
            K key{};
            read(key);
            T item{};
            read(item);
            v.emplace_hint(v.end(), std::move(key), std::move(item));
        }
    }
    template <class T>
    void read(TextIndex<T>& v) {
        const auto count = length();
        v.clear();
        for (std::uint64_t i = 0; i < count && ok_; ++i) {
            std::string key;
            read(key);
            read(v[std::move(key)]);
        }
    }
    template <class... Ts>
    void read(std::variant<Ts...>& v) {
        const auto tag = varint();
        if (!ok_) return;
        const bool known = ((tag == Ts::tag ? (read(v.template emplace<Ts>()), true) : false) || ...);
        if (!known) fail();
    }
    template <Described T>
    void read(T& v) {
        const auto size = length();
        const std::size_t outer_end = end_;
        end_ = at_ + size;
        T::fields(v, *this);
        at_ = ok_ ? end_ : at_;  // a newer writer's extra members are skipped
        end_ = outer_end;
    }

private:
    std::uint64_t fail() {
        ok_ = false;
        at_ = end_;
        return 0;
    }
    std::size_t length() {
        const auto size = varint();
        if (size > end_ - at_) return static_cast<std::size_t>(fail());
        return static_cast<std::size_t>(size);
    }
    std::int64_t zigzag() {
        const auto raw = varint();
        return static_cast<std::int64_t>(raw >> 1U) ^ -static_cast<std::int64_t>(raw & 1U);
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    std::size_t end_;
    bool ok_ = true;
};

template <class T>
[[nodiscard]] std::string to_binary(const T& value) {
    BinaryWriter writer;
    writer.write(value);
    return writer.take();
}

template <class T>
[[nodiscard]] Result<T> from_binary(std::string_view bytes) {
    BinaryReader reader(bytes);
    T value{};
    reader.read(value);
    if (!reader.ok() || !reader.at_end()) {
        return Error{"binary record", "the bytes are damaged or of a newer format",
                     "check the file with `glassline inspect --verify`"};
    }
    return value;
}

}  // namespace glassline
