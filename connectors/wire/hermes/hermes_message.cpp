#include "connectors/wire/hermes/hermes_message.hpp"

#include <utility>

#include "connectors/wire/hermes/xml_fields.hpp"

namespace glassline::hermes {
namespace {

template <std::size_t I = 0>
Message read_message(const pugi::xml_node& node) {
    using T = std::variant_alternative_t<I, Message>;
    if constexpr (std::is_same_v<T, Other>) {
        return Other{node.name()};
    } else {
        if (node.name() != T::element) return read_message<I + 1>(node);
        T message;
        T::fields(message, XmlReader(node));
        return message;
    }
}

struct StringSink final : pugi::xml_writer {
    std::string text;
    void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
};

std::string written(const Document& document, bool with_sub_boards) {
    pugi::xml_document doc;
    auto root = doc.append_child("Hermes");
    root.append_attribute("Timestamp") = document.timestamp.c_str();
    auto node = root.append_child(std::string(name_of(document.message)).c_str());
    std::visit(
        [&]<class T>(const T& message) {
            if constexpr (!std::is_same_v<T, Other>) T::fields(message, XmlWriter(node, with_sub_boards));
        },
        document.message);
    StringSink sink;
    doc.save(sink, "", pugi::format_raw | pugi::format_no_declaration);
    return std::move(sink.text);
}

}  // namespace

std::string_view name_of(const Message& message) {
    return std::visit(
        []<class T>(const T& m) -> std::string_view {
            if constexpr (std::is_same_v<T, Other>) {
                return m.name;
            } else {
                return T::element;
            }
        },
        message);
}

Result<Document> parse(std::string_view xml) {
    if (xml.size() > max_message_bytes) {
        return Error{"Hermes message", "is over 65536 bytes", "the standard forbids it; check the sender"};
    }
    pugi::xml_document doc;
    const auto status = doc.load_buffer(xml.data(), xml.size());
    if (!status) {
        return Error{"Hermes message", std::string("is not XML: ") + status.description(), "check the sender"};
    }
    const auto root = doc.child("Hermes");
    for (const auto& child : root.children()) {
        if (child.type() == pugi::node_element)
            return Document{root.attribute("Timestamp").as_string(), read_message(child)};
    }
    return Error{"Hermes message", "holds no message element", "check the sender"};
}

std::string write(const Document& document) {
    auto text = written(document, true);
    return text.size() <= max_message_bytes ? std::move(text) : written(document, false);
}

}  // namespace glassline::hermes
