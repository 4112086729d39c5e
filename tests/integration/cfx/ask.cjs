// A CFX requester that is not ours (rhea): node ask.cjs HOST PORT HANDLE < JSON lines {name, body}
// As the standard's SDK asks: a link that reads from HANDLE to "OWN-guid", a link that writes to HANDLE, reply-to the
// first one. Prints {answers: [envelope, ...]} when each request is answered. AMQP_USER and AMQP_PASSWORD log in.
'use strict';
const path = require('path');
const modules = process.env.GLASSLINE_NODE_MODULES || path.join(__dirname, '../../node_modules');
const rhea = require(path.join(modules, 'rhea'));

const [host, port, handle] = process.argv.slice(2);
const requests = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l));
const own = 'Peer.Asker.1';
const answerAddress = own + '-5a5a5a5a-0000-4000-8000-000000000001';
const answers = [];

const container = rhea.create_container({id: own});
const options = {host, port: Number(port), reconnect: false, username: process.env.AMQP_USER || 'anonymous'};
if (process.env.AMQP_PASSWORD) options.password = process.env.AMQP_PASSWORD;
const connection = container.connect(options);
connection.open_receiver({source: {address: handle}, target: {address: answerAddress}});

container.on('receiver_open', () => connection.open_sender({target: {address: handle}}));
container.once('sendable', (context) => {
    for (const [number, request] of requests.entries()) {
        const envelope = {
            MessageName: request.name, Version: '2.1', TimeStamp: '2026-11-23T13:10:05.1234567Z',
            UniqueID: `00000000-0000-4000-8000-00000000000${number}`, Source: own, Target: handle,
            RequestID: `REQUEST-${number}`, MessageBody: request.body,
        };
        context.sender.send({
            message_id: 'command-request', to: handle, reply_to: answerAddress, correlation_id: envelope.RequestID,
            application_properties: {offset: 1},
            body: rhea.message.data_section(Buffer.from(JSON.stringify(envelope), 'utf8')),
        });
    }
});
container.on('message', (context) => {
    const body = context.message.body;
    answers.push({correlation_id: context.message.correlation_id,
        envelope: JSON.parse(Buffer.from(body.content || body).toString('utf8'))});
    if (answers.length < requests.length) return;
    console.log(JSON.stringify({answers}));
    context.connection.close();
});
for (const event of ['connection_error', 'session_error', 'sender_error', 'receiver_error', 'disconnected', 'error']) {
    container.on(event, (context) => {
        console.error(event, String((context && (context.error || (context.connection && context.connection.error))) || context));
        process.exit(1);
    });
}
