// The one translation unit with RESTinio in it. fmt's headers come before its own.
#include "connectors/gateway/listener.hpp"

#include <fmt/format.h>

#include <asio.hpp>
#include <asio/ssl.hpp>
#include <atomic>
#include <chrono>
#include <restinio/all.hpp>
#include <restinio/tls.hpp>

namespace glassline::gateway {
namespace {

using Handle = restinio::request_handle_t;

struct PlainTraits : restinio::traits_t<restinio::asio_timer_manager_t, restinio::null_logger_t> {
    static constexpr bool use_connection_count_limiter = true;
};
struct TlsTraits : restinio::tls_traits_t<restinio::asio_timer_manager_t, restinio::null_logger_t> {
    static constexpr bool use_connection_count_limiter = true;
};

class RestinioStream final : public EventStream {
public:
    RestinioStream(restinio::response_builder_t<restinio::chunked_output_t> builder) : builder_(std::move(builder)) {}
    ~RestinioStream() override { close(); }

    void write(std::string bytes, std::function<void(bool)> written) override {
        if (closed_) return;
        builder_.append_chunk(restinio::writable_item_t{std::move(bytes)});
        builder_.flush([written = std::move(written)](const asio::error_code& ec) {
            if (written) written(!ec);
        });
    }
    void close() override {
        if (closed_) return;
        closed_ = true;
        builder_.done();
    }

private:
    restinio::response_builder_t<restinio::chunked_output_t> builder_;
    bool closed_ = false;
};

class RestinioResponder final : public Responder {
public:
    explicit RestinioResponder(Handle request) : request_(std::move(request)) {}
    ~RestinioResponder() override {
        if (request_) send(error_response(503, "The server is stopping."));  // nobody is left without an answer
    }

    void send(Response response) override {
        if (!request_) return;
        const auto request = std::move(request_);
        auto builder = request->create_response(
            restinio::http_status_line_t{restinio::http_status_code_t{static_cast<std::uint16_t>(response.status)},
                                         std::string(reason_of(response.status))});
        for (auto& [name, value] : response.headers) builder.append_header(name, std::move(value));
        if (!response.content_type.empty()) builder.append_header("Content-Type", response.content_type);
        builder.set_body(std::move(response.body));
        builder.done();
    }

    std::unique_ptr<EventStream> open_stream(const std::vector<std::pair<std::string, std::string>>& headers) override {
        const auto request = std::move(request_);
        auto builder = request->create_response<restinio::chunked_output_t>(restinio::status_ok());
        builder.connection_close();
        builder.append_header("Content-Type", "text/event-stream");
        for (const auto& [name, value] : headers) builder.append_header(name, value);
        return std::make_unique<RestinioStream>(std::move(builder));
    }

private:
    Handle request_;
};

Request request_of(const Handle& handle) {
    const auto& head = handle->header();
    Request out;
    out.method = std::string(head.method().c_str());
    out.path = std::string(head.path());
    out.query = parse_query(std::string_view(head.query().data(), head.query().size()));
    head.for_each_field([&](const auto& field) {
        std::string name(field.name());
        for (auto& c : name) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        auto [at, fresh] = out.headers.emplace(std::move(name), std::string(field.value()));
        // Several lines of one name are one list; only cookies have a separator of their own.
        if (!fresh) at->second += (at->first == "cookie" ? "; " : ", ") + std::string(field.value());
    });
    out.body = handle->body();
    out.remote = handle->remote_endpoint().address().to_string();
    return out;
}

template <class Traits>
class RestinioListener final : public Listener, public std::enable_shared_from_this<RestinioListener<Traits>> {
public:
    RestinioListener(asio::io_context& io, const ListenerOptions& options, Handler handler,
                     std::shared_ptr<asio::ssl::context> tls)
        : server_(restinio::external_io_context(io), [&](auto& settings) {
              using namespace std::chrono_literals;
              settings.address(options.host)
                  .port(options.port)
                  .protocol(options.host.find(':') == std::string::npos ? asio::ip::tcp::v4() : asio::ip::tcp::v6())
                  .buffer_size(4'096)
                  .read_next_http_message_timelimit(5s)
                  .write_http_response_timelimit(5s)
                  .handle_request_timeout(30s)  // a stream writes every second, a change is durable long before
                  .max_pipelined_requests(1)
                  .concurrent_accepts_count(1)
                  .max_parallel_connections(options.max_connections)
                  .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                                .max_url_size(max_url_bytes)
                                                .max_field_name_size(256)
                                                .max_field_value_size(max_header_bytes)
                                                .max_field_count(max_header_count)
                                                .max_body_size(options.max_body))
                  .acceptor_options_setter(
                      [](auto& acceptor) { acceptor.set_option(asio::ip::tcp::acceptor::reuse_address(true)); })
                  .socket_options_setter([bytes = options.send_buffer_bytes](auto& socket) {
                      // A client may be gone already when its socket is set up; the next write tells.
                      try {
                          socket.set_option(asio::ip::tcp::no_delay(true));
                          if (bytes > 0) socket.set_option(asio::socket_base::send_buffer_size(bytes));
                      } catch (const std::exception&) {
                      }
                  })
                  .acceptor_post_bind_hook(
                      [this](asio::ip::tcp::acceptor& acceptor) { port_ = acceptor.local_endpoint().port(); })
                  .request_handler([handler = std::move(handler)](Handle request) {
                      auto plain = request_of(request);
                      handler(std::move(plain), std::make_unique<RestinioResponder>(std::move(request)));
                      return restinio::request_accepted();
                  });
              if constexpr (std::is_same_v<Traits, TlsTraits>) {
                  settings.tls_context(std::move(tls));
              } else {
                  (void)tls;
              }
          }) {
        server_.open_sync();
    }

    [[nodiscard]] std::uint16_t port() const override { return port_; }
    void stop() override {
        server_.close_async([self = this->shared_from_this()] {}, [](const std::exception_ptr&) {});
    }

private:
    std::uint16_t port_ = 0;  // before server_: its hook writes it
    restinio::http_server_t<Traits> server_;
};

}  // namespace

Result<std::shared_ptr<Listener>> listen(asio::io_context& io, const ListenerOptions& options,
                                         Listener::Handler handler) {
    const std::string where = options.host + ":" + std::to_string(options.port);
    try {
        if (options.certificate_file.empty()) {
            return std::shared_ptr<Listener>(
                std::make_shared<RestinioListener<PlainTraits>>(io, options, std::move(handler), nullptr));
        }
        auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
        tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1);
        try {
            tls->use_certificate_chain_file(options.certificate_file);
            tls->use_private_key_file(options.key_file, asio::ssl::context::pem);
        } catch (const std::exception& fault) {
            return Error{where, std::string("the TLS certificate or its key can't be used: ") + fault.what(),
                         "name two PEM files that belong together"};
        }
        return std::shared_ptr<Listener>(
            std::make_shared<RestinioListener<TlsTraits>>(io, options, std::move(handler), std::move(tls)));
    } catch (const std::exception& fault) {
        return Error{where, std::string("can't listen: ") + fault.what(), "choose a free port, or 0 for any"};
    }
}

}  // namespace glassline::gateway
