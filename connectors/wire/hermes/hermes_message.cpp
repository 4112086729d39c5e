#include "connectors/wire/hermes/hermes_message.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <pugixml.hpp>

namespace glassline::hermes {
namespace {

using Attribute = pugi::xml_attribute;

// A length that is no finite number counts as not said: a NaN in the state would equal nothing, itself included.
double read_mm(const Attribute& attribute) {
    const std::string_view text = attribute.value();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) value = attribute.as_double();
    return std::isfinite(value) ? value : 0.0;
}

struct BoardAttribute {
    std::string_view name;
    void (*read)(Board&, const Attribute&);
};

// In the order of the standard, in which senders write them: each is looked for from behind the last one found on.
constexpr std::array<BoardAttribute, 12> board_attributes{{
    {"BoardId", [](Board& b, const Attribute& a) { b.board_id = a.value(); }},
    {"BoardIdCreatedBy", [](Board& b, const Attribute& a) { b.created_by = a.value(); }},
    {"FailedBoard", [](Board& b, const Attribute& a) { b.failed = a.as_int(); }},
    {"ProductTypeId", [](Board& b, const Attribute& a) { b.product_type = a.value(); }},
    {"FlippedBoard", [](Board& b, const Attribute& a) { b.flipped = a.as_int(); }},
    {"TopBarcode", [](Board& b, const Attribute& a) { b.top_barcode = a.value(); }},
    {"BottomBarcode", [](Board& b, const Attribute& a) { b.bottom_barcode = a.value(); }},
    {"Length", [](Board& b, const Attribute& a) { b.length_mm = read_mm(a); }},
    {"Width", [](Board& b, const Attribute& a) { b.width_mm = read_mm(a); }},
    {"Thickness", [](Board& b, const Attribute& a) { b.thickness_mm = read_mm(a); }},
    {"WorkOrderId", [](Board& b, const Attribute& a) { b.work_order = a.value(); }},
    {"BatchId", [](Board& b, const Attribute& a) { b.batch = a.value(); }},
}};

Board read_board(const pugi::xml_node& node) {
    Board board;
    std::size_t next = 0;
    for (const auto& attribute : node.attributes()) {
        const std::string_view name = attribute.name();
        for (std::size_t i = 0; i < board_attributes.size(); ++i) {
            const auto at = (next + i) % board_attributes.size();
            if (board_attributes[at].name != name) continue;
            board_attributes[at].read(board, attribute);
            next = at + 1;
            break;
        }
    }
    for (const auto& sb : node.child("SubBoards").children("SB")) {
        if (board.sub_boards.empty()) board.sub_boards.reserve(8);
        board.sub_boards.push_back(
            {sb.attribute("Pos").as_uint(), sb.attribute("Bc").as_string(), sb.attribute("St").as_int()});
    }
    return board;
}

std::vector<std::string> read_features(const pugi::xml_node& node) {
    std::vector<std::string> features;
    for (const auto& feature : node.child("SupportedFeatures").children()) features.emplace_back(feature.name());
    return features;
}

Message read_message(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    if (name == "CheckAlive") return CheckAlive{node.attribute("Type").as_int(), node.attribute("Id").as_string()};
    if (name == "Notification") {
        return Notification{node.attribute("NotificationCode").as_int(), node.attribute("Severity").as_int(),
                            node.attribute("Description").as_string()};
    }
    if (name == "SupervisoryServiceDescription") {
        return SupervisoryServiceDescription{node.attribute("SystemId").as_string(),
                                             node.attribute("Version").as_string(), read_features(node)};
    }
    if (name == "ServiceDescription") {
        return ServiceDescription{node.attribute("LaneId").as_uint(1), node.attribute("MachineId").as_string(),
                                  node.attribute("Version").as_string(), read_features(node)};
    }
    if (name == "BoardArrived") {
        return BoardArrived{node.attribute("MachineId").as_string(), node.attribute("UpstreamLaneId").as_uint(1),
                            node.attribute("BoardTransfer").as_int(1), read_board(node)};
    }
    if (name == "BoardDeparted") {
        return BoardDeparted{node.attribute("MachineId").as_string(), node.attribute("DownstreamLaneId").as_uint(1),
                             node.attribute("BoardTransfer").as_int(1), read_board(node)};
    }
    if (name == "QueryHermesCapabilities") return QueryHermesCapabilities{};
    if (name == "GetConfiguration") return GetConfiguration{};
    return Other{std::string(name), is_known_name(name)};
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
    if (!value.empty()) node.append_attribute(name) = value.c_str();
}
void set_mm(pugi::xml_node node, const char* name, double value) {
    if (value == 0) return;
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    node.append_attribute(name) = text.data();
}

void write_board(pugi::xml_node node, const Board& board) {
    node.append_attribute("BoardId") = board.board_id.c_str();
    node.append_attribute("BoardIdCreatedBy") = board.created_by.c_str();
    node.append_attribute("FailedBoard") = board.failed;
    set(node, "ProductTypeId", board.product_type);
    node.append_attribute("FlippedBoard") = board.flipped;
    set(node, "TopBarcode", board.top_barcode);
    set(node, "BottomBarcode", board.bottom_barcode);
    set_mm(node, "Length", board.length_mm);
    set_mm(node, "Width", board.width_mm);
    set_mm(node, "Thickness", board.thickness_mm);
    set(node, "WorkOrderId", board.work_order);
    set(node, "BatchId", board.batch);
    if (board.sub_boards.empty()) return;
    auto list = node.append_child("SubBoards");
    for (const auto& sub : board.sub_boards) {
        auto sb = list.append_child("SB");
        sb.append_attribute("Pos") = sub.position;
        set(sb, "Bc", sub.barcode);
        sb.append_attribute("St") = sub.status;
    }
}

void write_features(pugi::xml_node node, const std::vector<std::string>& features) {
    auto list = node.append_child("SupportedFeatures");
    for (const auto& feature : features) list.append_child(feature.c_str());
}

struct Writer {
    pugi::xml_node root;
    void operator()(const CheckAlive& m) {
        auto node = root.append_child("CheckAlive");
        if (m.type != 0) node.append_attribute("Type") = m.type;
        set(node, "Id", m.id);
    }
    void operator()(const Notification& m) {
        auto node = root.append_child("Notification");
        node.append_attribute("NotificationCode") = m.code;
        node.append_attribute("Severity") = m.severity;
        node.append_attribute("Description") = m.description.c_str();
    }
    void operator()(const SupervisoryServiceDescription& m) {
        auto node = root.append_child("SupervisoryServiceDescription");
        node.append_attribute("SystemId") = m.system_id.c_str();
        node.append_attribute("Version") = m.version.c_str();
        write_features(node, m.features);
    }
    void operator()(const ServiceDescription& m) {
        auto node = root.append_child("ServiceDescription");
        node.append_attribute("LaneId") = m.lane;
        node.append_attribute("MachineId") = m.machine_id.c_str();
        node.append_attribute("Version") = m.version.c_str();
        write_features(node, m.features);
    }
    void operator()(const BoardArrived& m) {
        auto node = root.append_child("BoardArrived");
        node.append_attribute("MachineId") = m.machine_id.c_str();
        node.append_attribute("UpstreamLaneId") = m.lane;
        node.append_attribute("BoardTransfer") = m.transfer;
        write_board(node, m.board);
    }
    void operator()(const BoardDeparted& m) {
        auto node = root.append_child("BoardDeparted");
        node.append_attribute("MachineId") = m.machine_id.c_str();
        node.append_attribute("DownstreamLaneId") = m.lane;
        node.append_attribute("BoardTransfer") = m.transfer;
        write_board(node, m.board);
    }
    void operator()(const QueryHermesCapabilities&) { root.append_child("QueryHermesCapabilities"); }
    void operator()(const GetConfiguration&) { root.append_child("GetConfiguration"); }
    void operator()(const Other& m) { root.append_child(m.name.c_str()); }
};

struct StringSink final : pugi::xml_writer {
    std::string text;
    void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
};

}  // namespace

bool is_known_name(std::string_view name) {
    static constexpr std::array<std::string_view, 25> known{"CheckAlive",
                                                            "ServiceDescription",
                                                            "Notification",
                                                            "BoardAvailable",
                                                            "RevokeBoardAvailable",
                                                            "MachineReady",
                                                            "RevokeMachineReady",
                                                            "StartTransport",
                                                            "StopTransport",
                                                            "TransportFinished",
                                                            "BoardForecast",
                                                            "QueryBoardInfo",
                                                            "SendBoardInfo",
                                                            "Command",
                                                            "GetConfiguration",
                                                            "SetConfiguration",
                                                            "CurrentConfiguration",
                                                            "SupervisoryServiceDescription",
                                                            "BoardArrived",
                                                            "BoardDeparted",
                                                            "QueryWorkOrderInfo",
                                                            "SendWorkOrderInfo",
                                                            "ReplyWorkOrderInfo",
                                                            "QueryHermesCapabilities",
                                                            "SendHermesCapabilities"};
    return std::find(known.begin(), known.end(), name) != known.end();
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
    const auto first = root.first_child();
    if (!root || !first) return Error{"Hermes message", "holds no message element", "check the sender"};
    return Document{root.attribute("Timestamp").as_string(), read_message(first)};
}

std::string write(const Document& document) {
    pugi::xml_document doc;
    auto root = doc.append_child("Hermes");
    root.append_attribute("Timestamp") = document.timestamp.c_str();
    std::visit(Writer{root}, document.message);
    StringSink sink;
    doc.save(sink, "", pugi::format_raw | pugi::format_no_declaration);
    return std::move(sink.text);
}

}  // namespace glassline::hermes
