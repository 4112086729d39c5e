// Tests, repairs, personalisation and reading of identifiers: nouns and events; the fold is in quality_fold. The
// verdict on a unit itself (InspectedUnit, UnitsInspected) belongs to flow.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "twin/base/ids.hpp"
#include "twin/base/time.hpp"
#include "twin/flow/flow.hpp"

namespace glassline {

inline constexpr std::size_t max_failed_test_names = 8;  // kept a unit and message
inline constexpr std::size_t max_characteristics = 32;   // of a panel

/// One unit's tests at a tester (CFX TestedUnit). `verdict.defects` holds what the tests found.
struct TestedUnit {
    InspectedUnit verdict;
    std::uint32_t tests = 0;
    std::uint32_t tests_failed = 0;
    std::vector<std::string> failed_names;  // the first ones
    bool operator==(const TestedUnit&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("verdict", self.verdict);
        v("tests", self.tests);
        v("tests_failed", self.tests_failed);
        v("failed_names", self.failed_names);
    }
};

/// What was given to a unit that makes it different from its sisters: a serial number, a network address.
struct PersonalizedUnit {
    std::string identifier;
    std::uint32_t position = 0;                          // 0: not said
    std::map<std::string, std::string> characteristics;  // at most max_characteristics
    bool operator==(const PersonalizedUnit&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("identifier", self.identifier);
        v("position", self.position);
        v("characteristics", self.characteristics);
    }
};

// ---- events (tags 100 to 109) ----

struct UnitsTested {
    static constexpr std::string_view type_name = "UnitsTested";
    static constexpr std::uint16_t tag = 100;
    StationId station;
    TransactionId transaction;
    std::string method;  // Human, Automated, ICT, FPT, FCT, BST
    std::vector<TestedUnit> units;
    bool operator==(const UnitsTested&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("method", self.method);
        v("units", self.units);
    }
};

struct UnitsPersonalized {
    static constexpr std::string_view type_name = "UnitsPersonalized";
    static constexpr std::uint16_t tag = 101;
    StationId station;
    TransactionId transaction;
    std::vector<PersonalizedUnit> units;
    bool operator==(const UnitsPersonalized&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("transaction", self.transaction);
        v("units", self.units);
    }
};

/// A scanner read a panel: it is here, and this is what it is called.
struct IdentifiersRead {
    static constexpr std::string_view type_name = "IdentifiersRead";
    static constexpr std::uint16_t tag = 102;
    StationId station;
    PanelEvidence panel;
    PanelFacts facts;
    bool operator==(const IdentifiersRead&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("panel", self.panel);
        v("facts", self.facts);
    }
};

/// A scanner could not read these positions; which panel it was, it can't know.
struct IdentifiersNotRead {
    static constexpr std::string_view type_name = "IdentifiersNotRead";
    static constexpr std::uint16_t tag = 103;
    StationId station;
    std::vector<std::uint32_t> positions;
    bool operator==(const IdentifiersNotRead&) const = default;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("station", self.station);
        v("positions", self.positions);
    }
};

}  // namespace glassline
