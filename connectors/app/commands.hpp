// The subcommands of `glassline`. Each lives in a file of its own and enrols itself:
//
//   namespace {
//   void add_share(CLI::App& app, Chosen& chosen) {
//       auto* command = app.add_subcommand("share", "Customer links of a running server");
//       auto options = std::make_shared<Options>();
//       command->add_option("--server", options->server, "The operator address");
//       command->callback([&chosen, options] { chosen.run = [options] { return share(*options); }; });
//   }
//   const EnrolCommand enrolled{"share", add_share};
//   }  // namespace
//
// The callback only notes what to run; main() runs it after the whole command line was understood.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "twin/base/result.hpp"

namespace CLI {
class App;
}

namespace glassline::app {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_wrong_usage = 2;

/// What the command line chose; `run` returns the exit status.
struct Chosen {
    std::function<int()> run;
};

using AddCommand = void (*)(CLI::App& app, Chosen& chosen);

/// Put one at namespace scope in the command's file. Commands are listed in the order of their names.
class EnrolCommand {
public:
    EnrolCommand(std::string_view name, AddCommand add);
};

/// Prints the error as one plain sentence on stderr and returns exit_failed, or exit_wrong_usage for the second.
int fail(const Error& error);
int fail_usage(const std::string& sentence);

}  // namespace glassline::app
