// An MQTT client that is not ours (npm mqtt): node publish.cjs PORT < JSON lines
// Each line: {topic, payload (text), base64, qos, retain}. It reconnects by itself and sends again what the broker did
// not acknowledge. Prints a line for each that the broker took and ends after the last.
'use strict';
const path = require('path');
const readline = require('readline');
const modules = process.env.GLASSLINE_NODE_MODULES || path.join(__dirname, '../../node_modules');
const mqtt = require(path.join(modules, 'mqtt'));

const client = mqtt.connect({
    host: '127.0.0.1', port: Number(process.argv[2]), protocolVersion: 4, clientId: 'peer-' + process.pid, clean: false,
    reconnectPeriod: 200, connectTimeout: 5000,
});
client.on('error', (error) => console.error(String(error)));
let waiting = 0;
let ended = false;
const finish = () => {
    if (ended && waiting === 0) client.end(false, () => process.exit(0));
};
const input = readline.createInterface({input: process.stdin});
input.on('line', (text) => {
    if (!text) return;
    const line = JSON.parse(text);
    const payload = line.base64 ? Buffer.from(line.base64, 'base64') : line.payload;
    waiting += 1;
    // A machine keeps what the broker did not take: the same again, until it is taken.
    const offer = () => client.publish(line.topic, payload, {qos: line.qos ?? 1, retain: Boolean(line.retain)}, (error) => {
        if (error) {
            console.error(String(error));
            setTimeout(offer, 200);
            return;
        }
        waiting -= 1;
        process.stdout.write('taken\n');
        finish();
    });
    offer();
});
input.on('close', () => {
    ended = true;
    finish();
});
