% local text = ...
% local held, used, most = nil, 0, 4000
% for line in string.gmatch(text, "[^\n]+\n") do
%   for at = 1, #line, 2000 do
%     local part = string.sub(line, at, at + 1999)
%     if held then
%       local full = used + #part > most
    ${c_string(held)}${full and "," or ""}
%       if full then used = 0 end
%     end
%     held, used = part, used + #part
%   end
% end
% if held then
    ${c_string(held)},
% end
