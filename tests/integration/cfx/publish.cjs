// An AMQP 1.0 sender that is not ours (rhea): node publish.cjs HOST PORT ADDRESS < JSON lines
// Each line: {id, body (text), gzip, handle, subject}. Ends when all are settled; prints {accepted, released, rejected}.
'use strict';
const path = require('path');
const zlib = require('zlib');
const modules = process.env.GLASSLINE_NODE_MODULES || path.join(__dirname, '../../node_modules');
const rhea = require(path.join(modules, 'rhea'));

const [host, port, address] = process.argv.slice(2);
const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l));
const counts = {accepted: 0, released: 0, rejected: 0, modified: 0};
let next = 0;

const container = rhea.create_container({id: lines[0].handle});
const options = {host, port: Number(port), reconnect: false};
if (process.env.AMQP_USER) {
    options.username = process.env.AMQP_USER;
    options.password = process.env.AMQP_PASSWORD;
} else {
    options.username = 'anonymous';
}
const connection = container.connect(options);
connection.open_sender(address);

function settled(kind, context) {
    counts[kind] += 1;
    if (counts.accepted + counts.released + counts.rejected + counts.modified === lines.length) {
        console.log(JSON.stringify(counts));
        context.connection.close();
    }
}
container.on('sendable', (context) => {
    while (next < lines.length && context.sender.sendable()) {
        const line = lines[next++];
        const text = Buffer.from(line.body, 'utf8');
        context.sender.send({
            message_id: line.id,
            durable: true,
            subject: line.subject,
            reply_to: line.handle,
            content_type: 'application/json; charset="utf-8"',
            content_encoding: line.gzip ? 'gzip' : undefined,
            application_properties: {'cfx-handle': line.handle},
            body: rhea.message.data_section(line.gzip ? zlib.gzipSync(text) : text),
        });
    }
});
container.on('accepted', (c) => settled('accepted', c));
container.on('released', (c) => settled('released', c));
container.on('rejected', (c) => settled('rejected', c));
container.on('modified', (c) => settled('modified', c));
for (const event of ['connection_error', 'session_error', 'sender_error', 'disconnected', 'error']) {
    container.on(event, (context) => {
        console.error(event, String((context && (context.error || (context.connection && context.connection.error))) || context));
        process.exit(1);
    });
}
