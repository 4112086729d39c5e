#include "twin/simulation/crew.hpp"

#include <cstddef>

namespace glassline {

void Crew::start(std::uint32_t count) {
    jobs_.clear();
    unused_.clear();
    waiting_.clear();
    count_ = count;
    away_ = 0;
    busy_ = 0;
    paused_ = false;
}

void Crew::ask(const Job& job) {
    std::uint32_t number = 0;
    if (unused_.empty()) {
        number = static_cast<std::uint32_t>(jobs_.size());
        jobs_.push_back(job);
    } else {
        number = unused_.back();
        unused_.pop_back();
        jobs_[number] = job;
    }
    waiting_.push_back(number);
}

bool Crew::assign(std::uint32_t& number) {
    if (waiting_.empty() || paused_) return false;
    if (count_ > 0 && busy_ + away_ >= count_) return false;
    std::size_t best = 0;
    for (std::size_t i = 1; i < waiting_.size(); ++i) {
        if (jobs_[waiting_[i]].kind < jobs_[waiting_[best]].kind) best = i;
    }
    number = waiting_[best];
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(best));
    ++busy_;
    return true;
}

void Crew::done(std::uint32_t number) {
    --busy_;
    unused_.push_back(number);
}

}  // namespace glassline
