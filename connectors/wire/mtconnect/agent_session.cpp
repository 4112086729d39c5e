#include "connectors/wire/mtconnect/agent_session.hpp"

#include <utility>

namespace glassline::mtconnect {

std::string AgentSession::next_path() const {
    switch (step_) {
        case Step::probe:
            return "/probe";
        case Step::current:
            return "/current";
        case Step::sample:
            return "/sample?from=" + std::to_string(next_) + "&count=" + std::to_string(sample_count);
    }
    return "/probe";
}

Result<AgentAnswer> AgentSession::take_model(std::string_view body) {
    auto model = read_devices(body);
    if (!model) return model.error();
    if (model->devices.empty()) return Error{"/probe", "the agent has no device", "add one to the agent"};
    model_ = std::move(*model);
    step_ = Step::current;
    AgentAnswer out;
    out.kind = AgentAnswer::Kind::model;
    out.more = true;
    return out;
}

AgentAnswer AgentSession::begin_again(bool other_instance) {
    lost_from_ = next_;
    lost_instance_ = other_instance ? instance_id_ : 0;
    step_ = other_instance ? Step::probe : Step::current;
    AgentAnswer out;
    out.more = true;
    return out;
}

std::string AgentSession::gap_before(const Streams& streams) const {
    if (lost_from_ == 0) return {};
    const auto from = std::to_string(lost_from_);
    if (lost_instance_ == 0 && streams.next_sequence <= lost_from_) {
        return "the agent did not know sequence " + from + ", which it had named as its next";
    }
    if (lost_instance_ != 0) {
        return "the agent began anew (instance " + std::to_string(lost_instance_) + " became " +
               std::to_string(streams.instance_id) + "): what it held from sequence " + from + " on was not read";
    }
    return "the agent's buffer no longer held sequence " + from + ": observations " + from + " to " +
           std::to_string(streams.next_sequence - 1) + " were not read, the present values were";
}

Result<AgentAnswer> AgentSession::take(std::string_view body) {
    if (step_ == Step::probe) return take_model(body);
    auto streams = read_streams(body, model_);
    if (!streams) return streams.error();
    const bool failed = !streams->errors.codes.empty();
    if (step_ == Step::current) {
        if (failed) return streams->errors.as_error("/current");
        AgentAnswer out;
        if (model_.instance_id != streams->instance_id && !std::exchange(probed_again_, true)) {
            step_ = Step::probe;  // it began anew between /probe and /current
            out.more = true;
            return out;
        }
        probed_again_ = false;
        out.gap = gap_before(*streams);
        lost_from_ = 0;
        instance_id_ = streams->instance_id;
        next_ = streams->next_sequence;
        step_ = Step::sample;
        out.kind = AgentAnswer::Kind::whole;
        out.streams = std::move(*streams);
        return out;
    }
    if (streams->instance_id != 0 && streams->instance_id != instance_id_) return begin_again(true);
    if (failed) {
        if (streams->errors.out_of_range()) return begin_again(false);
        return streams->errors.as_error("/sample");
    }
    if (streams->first_sequence > next_) return begin_again(false);
    AgentAnswer out;
    out.kind = AgentAnswer::Kind::sampled;
    if (!model_.changed_time.empty() && !streams->model_changed_time.empty() &&
        streams->model_changed_time != model_.changed_time) {
        step_ = Step::probe;  // after these observations: they may still be of the old model
    }
    out.more = streams->next_sequence > next_ && streams->observations.size() >= sample_count;
    if (streams->next_sequence > next_) next_ = streams->next_sequence;
    out.streams = std::move(*streams);
    return out;
}

}  // namespace glassline::mtconnect
