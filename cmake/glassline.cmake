# What every target of Glassline shares, and the two functions that make a library or a test of a folder.

add_library(glassline_options INTERFACE)
target_include_directories(glassline_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_options(glassline_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
# All Asio code in a program gets the same defines: RESTinio's headers set these, so everybody does.
target_compile_definitions(glassline_options INTERFACE
  ASIO_STANDALONE ASIO_HAS_STD_CHRONO ASIO_DISABLE_STD_STRING_VIEW
  GLASSLINE_VERSION="${PROJECT_VERSION}")
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_definitions(glassline_options INTERFACE ASIO_HAS_CO_AWAIT=1)
endif()
if(GLASSLINE_SANITIZE)
  target_compile_options(glassline_options INTERFACE -fsanitize=${GLASSLINE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(glassline_options INTERFACE -fsanitize=${GLASSLINE_SANITIZE})
  if(GLASSLINE_SANITIZE MATCHES "thread")
    target_compile_options(glassline_options INTERFACE -Wno-tsan)
  endif()
endif()

find_package(Threads REQUIRED)

# glassline_room(NAME [DIRS dir...] [LINK target...]): a static library of all .cpp files in the folders given
# (not below them), by default this one.
function(glassline_room name)
  cmake_parse_arguments(ARG "" "" "DIRS;LINK" ${ARGN})
  if(NOT ARG_DIRS)
    set(ARG_DIRS .)
  endif()
  set(sources)
  foreach(dir ${ARG_DIRS})
    file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC glassline_options ${ARG_LINK})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE glassline_options ${ARG_LINK})
  endif()
endfunction()

# glassline_doctest(NAME LINK target...): one test program of all .cpp files in this folder and below; one ctest case.
function(glassline_doctest name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources} ${CMAKE_SOURCE_DIR}/tests/support/doctest_main.cpp)
  target_link_libraries(${name} PRIVATE glassline_options ${ARG_LINK} Threads::Threads)
  target_compile_definitions(${name} PRIVATE GLASSLINE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" GLASSLINE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
endfunction()
