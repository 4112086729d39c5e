// A Sparkplug B edge node that is not ours (npm sparkplug-client) with one device: node edge.cjs PORT < commands
// Commands, a JSON value a line: {"running": true}, {"skip": 2} (loses sequence numbers), {"stop": true}.
// Prints "born", "rebirth" (a host asked for it), "host TEXT" (what hosts say of themselves).
'use strict';
const path = require('path');
const readline = require('readline');
const modules = process.env.GLASSLINE_NODE_MODULES || path.join(__dirname, '../../node_modules');
const sparkplug = require(path.join(modules, 'sparkplug-client'));
const mqtt = require(path.join(modules, 'mqtt'));

const url = 'mqtt://127.0.0.1:' + process.argv[2];
const client = sparkplug.newClient({
    serverUrl: url, username: '', password: '', groupId: 'Plant', edgeNode: 'Edge', clientId: 'edge-' + process.pid,
    version: 'spBv1.0', publishDeath: true,
});
const say = (text) => process.stdout.write(text + '\n');
const born = () => {
    client.publishNodeBirth({timestamp: Date.now(), metrics: [
        {name: 'Node Control/Rebirth', type: 'Boolean', value: false}]});
    client.publishDeviceBirth('Press', {timestamp: Date.now(), metrics: [
        {name: 'Machine/Running', type: 'Boolean', value: false}, {name: 'Machine/Cycle', type: 'Double', value: 12.5}]});
    say('born');
};
client.on('birth', born);
client.on('error', (error) => console.error(String(error)));
client.on('ncmd', (payload) => {
    if (!payload.metrics.some((m) => m.name === 'Node Control/Rebirth' && m.value === true)) return;
    say('rebirth');
    born();
});

const watcher = mqtt.connect(url);
watcher.subscribe('spBv1.0/STATE/#');
watcher.on('message', (topic, payload) => say('host ' + topic.split('/')[2] + ' ' + payload.toString()));

readline.createInterface({input: process.stdin}).on('line', (text) => {
    const command = JSON.parse(text);
    if ('skip' in command) client.seq += command.skip;
    if ('running' in command) {
        client.publishDeviceData('Press', {timestamp: Date.now(), metrics: [
            {name: 'Machine/Running', type: 'Boolean', value: command.running}]});
    }
    if (command.stop) {
        client.stop();
        watcher.end(false, () => process.exit(0));
    }
});
