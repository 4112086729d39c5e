// What is due when: a heap of plain values. Ties are broken by the order of planning, so that a day is the same again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace glassline {

enum class DueKind : std::uint8_t {
    released,        // a panel comes to the line
    wake,            // look again whether something can move
    setup_done,      // the changeover is over
    work_done,       // of one panel
    stop,            // a fault begins
    operator_there,  // somebody begins with a job
    job_done,        // of an operator
    chaos_begins,
    chaos_ends,
    pause_begins,
    pause_ends,
};

struct Due {
    std::int64_t at = 0;      // us since 1970
    std::uint32_t order = 0;  // of planning
    std::uint32_t panel = 0;  // or the number of the job, chaos entry or pause
    std::uint16_t station = 0;
    DueKind kind = DueKind::wake;
    [[nodiscard]] bool later_than(const Due& other) const {
        return at != other.at ? at > other.at : order > other.order;
    }
};

/// The earliest due first.
class Calendar {
public:
    void clear() {
        heap_.clear();
        planned_ = 0;
    }
    [[nodiscard]] bool empty() const { return heap_.empty(); }
    [[nodiscard]] const Due& next() const { return heap_.front(); }
    [[nodiscard]] std::size_t size() const { return heap_.size(); }

    void plan(std::int64_t at, DueKind kind, std::size_t station, std::uint32_t panel) {
        Due due;
        due.at = at;
        due.order = planned_++;
        due.panel = panel;
        due.station = static_cast<std::uint16_t>(station);
        due.kind = kind;
        std::size_t hole = heap_.size();
        heap_.push_back(due);
        while (hole > 0) {
            const std::size_t parent = (hole - 1) / 2;
            if (!heap_[parent].later_than(due)) break;
            heap_[hole] = heap_[parent];
            hole = parent;
        }
        heap_[hole] = due;
    }

    Due take() {
        const Due first = heap_.front();
        const Due last = heap_.back();
        heap_.pop_back();
        const std::size_t count = heap_.size();
        if (count == 0) return first;
        std::size_t hole = 0;
        for (std::size_t child = 1; child < count; child = 2 * hole + 1) {
            if (child + 1 < count && heap_[child].later_than(heap_[child + 1])) ++child;
            if (!last.later_than(heap_[child])) break;
            heap_[hole] = heap_[child];
            hole = child;
        }
        heap_[hole] = last;
        return first;
    }

private:
    std::vector<Due> heap_;
    std::uint32_t planned_ = 0;
};

}  // namespace glassline
