// The bodies that the API takes, as described structs: reading and schema both follow from `fields`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin/base/time.hpp"

namespace glassline::gateway {

/// POST /orders/{order}/links; all optional.
struct LinkRequest {
    std::string label;
    std::vector<std::string> scopes;  // of watch, decide, comment; empty: watch
    std::optional<Instant> expires;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("label", self.label);
        v("scopes", self.scopes);
        v("expires", self.expires);
    }
};

/// POST /alarms/{alarm}/acknowledge and /unshelve; optional.
struct WhyRequest {
    std::string why;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("why", self.why);
    }
};

/// POST /alarms/{alarm}/shelve: a reason, and either an end or a length.
struct ShelveRequest {
    std::string why;
    std::optional<Instant> until;
    std::optional<double> for_s;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("why", self.why);
        v("until", self.until);
        v("for_s", self.for_s);
    }
};

/// POST /session of the customer side.
struct SessionRequest {
    std::string secret;
    bool embedded = false;  // the page stands in a frame of an allowed origin
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("secret", self.secret);
        v("embedded", self.embedded);
    }
};

}  // namespace glassline::gateway
