# Writes OUT, a header with the texts of the demo's files as raw strings. Run at build.
file(READ ${LINE} line)
file(READ ${ORDERS} orders)
file(WRITE ${OUT} "// Made at build from data/lines.\n#pragma once\n\n#include <string_view>\n\nnamespace glassline::app {\n
inline constexpr std::string_view demo_line_text = R\"glassline(${line})glassline\";\n
inline constexpr std::string_view demo_orders_text = R\"glassline(${orders})glassline\";\n\n}  // namespace glassline::app\n")
