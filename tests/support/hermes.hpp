// What Hermes tests share: reading what a session said, writing what its peer says.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "connectors/wire/hermes/framer.hpp"
#include "connectors/wire/hermes/hermes_message.hpp"

namespace glassline::test {

inline std::vector<hermes::Message> said(const std::string& bytes) {
    std::vector<hermes::Message> messages;
    hermes::Framer framer;
    for (const auto& text : framer.feed(bytes)) {
        const auto document = hermes::parse(text);
        REQUIRE(document.has_value());
        messages.push_back(document->message);
    }
    CHECK(framer.skipped_bytes() == 0);
    return messages;
}

inline std::string xml(hermes::Message message) {
    return hermes::write(hermes::Document{"2026-11-23T13:10:00.000", std::move(message)});
}

}  // namespace glassline::test
