#include "connectors/wire/files/chaos_file.hpp"

#include "connectors/wire/json/described_json.hpp"

namespace glassline {
namespace {

struct ChaosFile {
    Chaos chaos;
    template <class Self, class V>
    static void fields(Self& self, V&& v) {
        v("chaos", self.chaos);
    }
};

}  // namespace

Checked<Chaos> read_chaos_file(std::string_view text) {
    Checked<Chaos> out;
    if (auto fault = json_fault(text); !fault.empty()) {
        out.faults.push_back(std::move(fault));
        return out;
    }
    JsonReader reader(true);
    ChaosFile file;
    reader.read(Json::parse(text, nullptr, true, true), file, "");
    out.faults = reader.faults();
    out.value = std::move(file.chaos);
    if (out.value.empty() && out.faults.empty()) out.faults.emplace_back("chaos: is empty; nothing would go wrong");
    for (auto& fault : check(out.value)) out.faults.push_back(std::move(fault));
    return out;
}

}  // namespace glassline
