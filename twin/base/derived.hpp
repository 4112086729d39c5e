// What a state remembers only to save work. It follows from the rest of the state, so it is not part of it: it is not
// written (leave it out of fields()), and two states that differ in it alone are equal. After a read it has the
// default, which must mean "unknown: work it out".
#pragma once

namespace glassline {

template <class T>
struct Derived {
    T value{};
    bool operator==(const Derived&) const { return true; }
};

}  // namespace glassline
