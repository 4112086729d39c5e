#include "viewer/feed/operator_client.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "connectors/gateway/http_client.hpp"
#include "connectors/wire/json/described_json.hpp"

namespace glassline::feed {

struct OperatorClient::Impl {
    std::string url, token;
    std::mutex mutex;
    std::condition_variable wake;
    std::optional<AlarmId> alarm;
    std::optional<std::uint64_t> recent_to, recording_to;
    Answers answers;
    std::atomic<bool> stopping{false};
    std::thread worker;

    Result<gateway::ClientResponse> ask(const std::string& path, const std::string& method) const {
        gateway::ClientRequest request;
        request.url = url + path;
        request.method = method;
        request.headers["Authorization"] = "Bearer " + token;
        return gateway::request_once(request);
    }

    static std::string sentence_of(const Result<gateway::ClientResponse>& answer, const std::string& role) {
        if (!answer) return answer.error().text();
        if (answer->status == 403 || answer->status == 401)
            return "This token may not do that: it needs the role " + role;
        const Json body = Json::parse(answer->body, nullptr, false);
        return body.is_object() && body.contains("error") && body["error"].is_string()
                   ? body["error"].get<std::string>()
                   : "the server answered " + std::to_string(answer->status);
    }

    Result<std::vector<JournalEntry>> page(std::uint64_t from, std::uint64_t limit) const {
        const auto answer =
            ask("/api/v1/journal?from=" + std::to_string(from) + "&limit=" + std::to_string(limit), "GET");
        if (!answer || answer->status != 200) return Error{"journal", sentence_of(answer, "engineer"), ""};
        const Json body = Json::parse(answer->body, nullptr, false);
        std::vector<JournalEntry> entries;
        if (!body.is_object()) return Error{"journal", "the answer is no JSON", "check that the address is a server's"};
        for (const auto& row : body.value("entries", Json::array())) {
            const auto record = from_json_value<EventRecord>(row);
            if (!record) return record.error();
            JournalEntry entry;
            entry.record = *record;
            if (row.contains("raw") && row["raw"].is_object()) {
                entry.raw.format = row["raw"].value("format", std::string());
                entry.raw.bytes = row["raw"].value("bytes", std::string());
            }
            entries.push_back(std::move(entry));
        }
        return entries;
    }

    void say(const std::string& sentence) {
        const std::lock_guard lock(mutex);
        answers.sentence = sentence;
    }

    void load_recording(std::uint64_t newest) {
        if (newest > max_served_records) {
            const std::lock_guard lock(mutex);
            answers.loaded = -1;
            answers.sentence =
                "The journal has more than " + std::to_string(max_served_records) + " records: open its file itself";
            return;
        }
        std::vector<JournalEntry> all;
        for (std::uint64_t from = 1; from <= newest && !stopping; from += journal_page) {
            auto part = page(from, std::min(journal_page, newest - from + 1));
            if (!part) {
                say(part.error().text());
                break;
            }
            for (auto& entry : *part) all.push_back(std::move(entry));
            const std::lock_guard lock(mutex);
            answers.loaded = static_cast<double>(all.size()) / static_cast<double>(newest);
        }
        const std::lock_guard lock(mutex);
        answers.loaded = -1;
        if (all.size() == newest) answers.recording = std::move(all);
    }

    void run() {
        while (!stopping) {
            std::optional<AlarmId> next_alarm;
            std::optional<std::uint64_t> next_recent, next_recording;
            {
                std::unique_lock lock(mutex);
                wake.wait(lock, [&] { return stopping || alarm || recent_to || recording_to; });
                next_alarm = std::exchange(alarm, std::nullopt);
                next_recent = std::exchange(recent_to, std::nullopt);
                next_recording = std::exchange(recording_to, std::nullopt);
            }
            if (stopping) return;
            if (next_alarm) {
                const auto answer =
                    ask("/api/v1/alarms/" + gateway::percent_encoded(next_alarm->value) + "/acknowledge", "POST");
                if (!answer || answer->status != 200) say(sentence_of(answer, "operate"));
            }
            if (next_recent) {
                const auto from = *next_recent > recent_records ? *next_recent - recent_records + 1 : 1;
                auto entries = page(from, recent_records);
                const std::lock_guard lock(mutex);
                if (entries)
                    answers.recent = std::make_shared<const std::vector<JournalEntry>>(std::move(*entries));
                else
                    answers.sentence = entries.error().text();
            }
            if (next_recording) load_recording(*next_recording);
        }
    }
};

OperatorClient::OperatorClient(std::string url, std::string token) : impl_(std::make_unique<Impl>()) {
    while (!url.empty() && url.back() == '/') url.pop_back();
    impl_->url = std::move(url);
    impl_->token = std::move(token);
    impl_->worker = std::thread([impl = impl_.get()] { impl->run(); });
}

OperatorClient::~OperatorClient() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->wake.notify_all();
    impl_->worker.join();
}

void OperatorClient::acknowledge(const AlarmId& alarm) {
    const std::lock_guard lock(impl_->mutex);
    impl_->alarm = alarm;
    impl_->wake.notify_all();
}

void OperatorClient::ask_recent(std::uint64_t newest) {
    const std::lock_guard lock(impl_->mutex);
    impl_->recent_to = newest;
    impl_->wake.notify_all();
}

void OperatorClient::ask_recording(std::uint64_t newest) {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->answers.loaded >= 0) return;
    impl_->recording_to = newest;
    impl_->answers.loaded = 0;
    impl_->wake.notify_all();
}

OperatorClient::Answers OperatorClient::take() {
    const std::lock_guard lock(impl_->mutex);
    Answers out = std::move(impl_->answers);
    impl_->answers = {};
    impl_->answers.loaded = out.loaded;
    impl_->answers.recent = out.recent;
    return out;
}

}  // namespace glassline::feed
