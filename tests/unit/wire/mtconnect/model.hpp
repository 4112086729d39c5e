// A small device model for the tests: one machine with a path, conditions and counters; a second one beside it.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "connectors/wire/mtconnect/devices.hpp"

namespace glassline::mtconnect {

inline const std::string model_xml = R"(<?xml version="1.0"?>
<m:MTConnectDevices xmlns:m="urn:mtconnect.org:MTConnectDevices:1.3">
 <m:Header version="1.3" instanceId="7" deviceModelChangeTime="2022-06-17T16:33:21Z"/>
 <m:Devices>
  <m:Agent id="agent" name="Agent" uuid="a0"><m:DataItems><m:DataItem id="aa" type="AVAILABILITY" category="EVENT"/></m:DataItems></m:Agent>
  <m:Device id="M1" name="Mill" uuid="mill-7">
   <m:Description manufacturer="ACME" model="X1">a mill</m:Description>
   <m:DataItems>
    <m:DataItem id="M1-avail" name="avail" type="AVAILABILITY" category="EVENT"/>
    <m:DataItem id="M1-estop" name="estop" type="EMERGENCY_STOP" category="EVENT"/>
    <m:DataItem id="M1-sys" name="system" type="SYSTEM" category="CONDITION"/>
    <m:DataItem id="M1-msg" name="msg" type="MESSAGE" category="EVENT"/>
   </m:DataItems>
   <m:Components><m:Controller id="c"><m:Components><m:Path id="p"><m:DataItems>
    <m:DataItem id="M1-exec" name="execution" type="EXECUTION" category="EVENT"/>
    <m:DataItem id="M1-mode" name="mode" type="CONTROLLER_MODE" category="EVENT"/>
    <m:DataItem id="M1-fmode" name="fmode" type="FUNCTIONAL_MODE" category="EVENT"/>
    <m:DataItem id="M1-wait" name="wait" type="WAIT_STATE" category="EVENT"/>
    <m:DataItem id="M1-prog" name="program" type="PROGRAM" category="EVENT"/>
    <m:DataItem id="M1-sub" name="subprogram" type="PROGRAM" subType="x:SUB" category="EVENT"/>
    <m:DataItem id="M1-parts" name="parts" type="PART_COUNT" category="EVENT"/>
    <m:DataItem id="M1-target" name="target" type="PART_COUNT" subType="TARGET" category="EVENT"/>
    <m:DataItem id="M1-load" name="Sload" type="LOAD" category="SAMPLE" units="PERCENT"><m:Source>spindle_load</m:Source></m:DataItem>
    <m:DataItem id="M1-motion" name="motion" type="MOTION_PROGRAM" category="CONDITION"/>
   </m:DataItems></m:Path></m:Components></m:Controller></m:Components>
  </m:Device>
  <m:Device id="M2" name="Lathe" uuid="lathe-1"><m:DataItems>
    <m:DataItem id="M2-exec" name="execution" type="EXECUTION" category="EVENT"/>
  </m:DataItems></m:Device>
 </m:Devices>
</m:MTConnectDevices>)";

inline DeviceModel model() {
    auto read = read_devices(model_xml);
    REQUIRE(read);
    return *read;
}

}  // namespace glassline::mtconnect
