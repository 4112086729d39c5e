#include "viewer/theme/fonts.hpp"

#include <imgui.h>

#include <fstream>

namespace glassline::theme {
namespace {

/// Sizes are ems (LOOK.md 1, WALL.md), but ImGui asks for the height from ascender to descender: `ascent_to_descent` of
/// the face, in em. `up` moves the glyphs so that capitals stand in the middle of a line of one em.
struct Face {
    const char* path;
    const char* package;
    float ascent_to_descent, up;
};
constexpr Face regular{"/usr/share/fonts/opentype/b612/B612-Regular.otf", "fonts-b612", 1.215F, 0.16F};
constexpr Face bold{"/usr/share/fonts/opentype/b612/B612-Bold.otf", "fonts-b612", 1.215F, 0.16F};
constexpr Face mono{"/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "fonts-jetbrains-mono", 1.32F,
                    0.225F};

ImFont* add(const Face& face, float em) {
    static const ImWchar ranges[] = {0x20, 0xFF, 0x2013, 0x2014, 0x2026, 0x2026, 0x203A, 0x203A, 0};
    ImFontConfig config;
    config.GlyphOffset.y = -face.up * em;
    config.OversampleH = em > 60 ? 1 : 2;
    config.PixelSnapH = false;
    return ImGui::GetIO().Fonts->AddFontFromFileTTF(face.path, em * face.ascent_to_descent, &config, ranges);
}

}  // namespace

std::optional<std::string> load_fonts(Fonts& fonts, const TypeSizes& sizes, bool wall) {
    for (const Face* face : {&regular, &bold, &mono}) {
        if (!std::ifstream(face->path))
            return std::string("the font ") + face->path + " is missing; install the package " + face->package;
    }
    fonts.small = add(regular, sizes.small);
    fonts.small_bold = add(bold, sizes.small);
    fonts.normal = add(regular, sizes.normal);
    fonts.bold = add(bold, sizes.normal);
    fonts.headline = add(bold, sizes.headline);
    fonts.mono = wall ? fonts.small : add(mono, sizes.small);
    if (fonts.headline == nullptr || !ImGui::GetIO().Fonts->Build())
        return "the fonts cannot be read; reinstall fonts-b612 and fonts-jetbrains-mono";
    const auto finish = [](ImFont* font, float em) {
        font->FontSize = em;               // a line is one em high; the glyphs keep the size they were drawn in
        font->AddRemapChar(0x2009, 0x20);  // B612 has no thin space: groups of digits get the plain one
    };
    finish(fonts.small, sizes.small);
    finish(fonts.small_bold, sizes.small);
    finish(fonts.normal, sizes.normal);
    finish(fonts.bold, sizes.normal);
    finish(fonts.headline, sizes.headline);
    if (!wall) finish(fonts.mono, sizes.small);
    return std::nullopt;
}

}  // namespace glassline::theme
